#!/bin/sh
# Publishes a line to a topic with nothing but curl: publish.sh TOPIC TEXT
# URL and KEY come from the environment; the server's command api-key makes a key.
set -eu
topic=$1
text=$2

# As JSON strings: backslashes and quotes escaped. What else JSON forbids in a string a line does not have.
quote() { printf '%s' "$1" | sed 's/\\/\\\\/g; s/"/\\"/g'; }

# A key of its own for each call: curl may send it again when the answer is lost, and it is published once.
curl --fail-with-body --silent --show-error --retry 3 --retry-connrefused \
  "${URL:-http://127.0.0.1:5080}/api/publish" \
  -H "Authorization: Bearer ${KEY:?a key of the API}" \
  -H "Idempotency-Key: $(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')" \
  -H 'Content-Type: application/json' \
  --data-binary "{\"messages\":[{\"topic\":\"$(quote "$topic")\",\"text\":\"$(quote "$text")\"}]}"
echo
