#!/usr/bin/env bash
# Serve Label Studio on PostgreSQL with several workers, from a Python environment of its own.
#
#   deploy/serve.sh FOLDER PORT WORKERS
#
# FOLDER gets the environment and Label Studio's data. The database and the administrator are named
# by the environment: POSTGRE_NAME, POSTGRE_USER, POSTGRE_PASSWORD, POSTGRE_HOST, POSTGRE_PORT and
# LABEL_STUDIO_USERNAME, LABEL_STUDIO_PASSWORD (see README.md here). Listens on 127.0.0.1: put a
# reverse proxy with TLS in front of it. Needs uv; run it again to start again.
set -euo pipefail

folder=$(mkdir -p "$1" && cd "$1" && pwd)
port=$2
workers=$3
lock=$(cd "$(dirname "$0")/../src/goldspan/studio" && pwd)/label-studio.lock
umask 077

if [ ! -e "$folder/env/complete" ]; then
  uv venv --quiet --clear "$folder/env"
  uv pip install --quiet --python "$folder/env" --require-hashes -r "$lock"
  uv pip install --quiet --python "$folder/env" "gunicorn>=23,<26"
  touch "$folder/env/complete"
fi

export DJANGO_DB=postgresql LABEL_STUDIO_BASE_DATA_DIR="$folder/data"
export COLLECT_ANALYTICS=False SENTRY_DSN= FRONTEND_SENTRY_DSN=
export LABEL_STUDIO_LATEST_VERSION_CHECK=False LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK=true
mkdir -p "$folder/data"

# Makes or migrates the tables, and the administrator where there is none.
"$folder/env/bin/label-studio" init -q

package=$("$folder/env/bin/python" -c 'import label_studio; print(label_studio.__path__[0])')
export DJANGO_SETTINGS_MODULE=core.settings.label_studio
cd "$package"
exec "$folder/env/bin/gunicorn" --pythonpath "$package" --bind "127.0.0.1:$port" \
  --workers "$workers" --threads 4 --timeout 600 core.wsgi:application
