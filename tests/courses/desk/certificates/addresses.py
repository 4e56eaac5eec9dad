"""Where the pages of certificates are, and what is told to revoke one."""

from django.urls import reverse

LIST = reverse("desk:certificates:list")
PROPOSALS = reverse("desk:certificates:proposals")
ASKED = {
    "ground": "breach",
    "authority": "Training department",
    "reason": "A telephone was used.",
}


def page(name, one):
    return reverse(f"desk:certificates:{name}", args=[one.key])


def listed(client, **query):
    return [one.number for one in client.get(LIST, query).context["page"]]
