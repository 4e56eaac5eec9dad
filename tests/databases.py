"""Find a PostgreSQL to test on: prints its address, or nothing."""

import os

import psycopg

LOCAL = "postgres://postgres@127.0.0.1:5432/elearning"


def reachable() -> str:
    """Return the address to test on, the environment's before the local one."""
    address = os.environ.get("TEST_DATABASE_URL", "")
    if address:
        return address
    server = LOCAL.rpartition("/")[0].replace("postgres://", "postgresql://")
    try:
        psycopg.connect(f"{server}/postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        return ""
    return LOCAL


if __name__ == "__main__":
    print(reachable())
