"""The platform's WSGI application, which says of every answer what it took to make it."""

import os

import django
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

QUERIES, ROUTE = "X-Walk-Queries", "X-Walk-Route"


class MeasuredHandler(WSGIHandler):
    """Add two headers to each response: the number of queries and the route that matched."""

    def get_response(self, request):
        count = _QueryCount()
        with connection.execute_wrapper(count):
            response = super().get_response(request)
        response[QUERIES] = str(count.number)
        if request.resolver_match:
            response[ROUTE] = request.resolver_match.route
        return response


class _QueryCount:
    def __init__(self):
        self.number = 0

    def __call__(self, execute, *arguments):
        self.number += 1
        return execute(*arguments)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearning.settings.production")
django.setup()
application = MeasuredHandler()
