"""Who somebody is: passwords, second factors, sessions, tokens, other sign-ins, the first run."""
