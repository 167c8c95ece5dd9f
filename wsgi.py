"""What gunicorn serves."""

from matcher.web.app import create_app

app = create_app()
