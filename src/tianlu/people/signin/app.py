"""All routes of sign-in, added to an application."""

from fastapi import FastAPI

from tianlu.people.signin.api import sign_in_router
from tianlu.people.signin.api_account import account_router
from tianlu.people.signin.api_elsewhere import elsewhere_router
from tianlu.people.signin.api_helping import helping_router
from tianlu.people.signin.desk import SignInDesk
from tianlu.people.signin.errors import add_sign_in_errors


def add_sign_in(app: FastAPI, desk: SignInDesk) -> None:
    add_sign_in_errors(app)
    for router in (sign_in_router(desk), account_router(desk), elsewhere_router(desk), helping_router(desk)):
        app.include_router(router)
