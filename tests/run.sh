#!/usr/bin/env bash
# Builds the solution, checks its formatting, and runs the tests of the JavaScript client and every test project, one after another.
# The last line is 'N passed, N failed, N skipped'; the exit code is non-zero if anything failed or no test ran.
#
#   MULTITRANSPORT_REQUIRE_TOOLS=1   a tool that is missing and cannot be installed is a failure
#   MULTITRANSPORT_CHROMIUM=path     the Chromium for browser tests (set for the tests when one is found)
#   MULTITRANSPORT_FIREFOX, _WEBKIT (MiniBrowser), _XVFB, _NODE=path   the other programs that clients run in
#   MULTITRANSPORT_CLIENT_STORM=100000   the full size of the storms through the clients (5,000 messages each way otherwise)
#   MULTITRANSPORT_CHAOS_SECONDS=180     how long the faults of the chaos run strike (40 otherwise), MULTITRANSPORT_CHAOS_SESSIONS its clients (150 otherwise)
#   MULTITRANSPORT_NETWORKS=full     also those networks of real proxies that wait for timers of a minute (4 minutes instead of 2)
#   MULTITRANSPORT_NETWORKS_RIVALS=1 also SignalR and Socket.IO through those proxies (4 minutes more; npm ci in tests/MultiTransport.Networks.Tests/Rivals first)
#   MULTITRANSPORT_HANG_TIMEOUT=15m  how long one test may run before its assembly is stopped
#   MULTITRANSPORT_SECOND_LOOK=0     no second look: whatever failed once has failed
set -u

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd) || exit 1
cd -- "$root" || exit 1
logs=$root/artifacts/test-logs
rm -rf -- "$logs" artifacts/scenario-report.* artifacts/networks*
mkdir -p -- "$logs" || exit 1

export DOTNET_CLI_UI_LANGUAGE=en DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
export MSBUILDDISABLENODEREUSE=1 MSBUILDTERMINALLOGGER=off
require=${MULTITRANSPORT_REQUIRE_TOOLS:-0}
passed=0 failed=0 skipped=0 tests=0

say() { printf '== %s\n' "$*"; }

finish() {
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ] && [ "$tests" -gt 0 ]
  exit
}

show_tail() { # log, lines
  printf -- '--- the last lines of %s\n' "${1#"$root"/}"
  tail -n "$2" -- "$1"
  printf -- '---\n'
}

missing() { # tool, what is left out without it
  printf '\n!!! %s IS MISSING: %s\n\n' "$1" "$2"
  if [ "$require" = 1 ]; then
    failed=$((failed + 1))
  fi
}

find_chromium() {
  local name
  if [ -n "${MULTITRANSPORT_CHROMIUM:-}" ]; then
    [ -x "$MULTITRANSPORT_CHROMIUM" ]
    return
  fi
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if MULTITRANSPORT_CHROMIUM=$(command -v "$name"); then
      return 0
    fi
  done
  MULTITRANSPORT_CHROMIUM=
  return 1
}

find_file() { # the first of these that is there
  local file
  for file in "$@"; do
    if [ -x "$file" ]; then
      printf '%s\n' "$file"
      return 0
    fi
  done
  return 1
}

find_firefox() { find_file "${MULTITRANSPORT_FIREFOX:-}" /usr/bin/firefox-esr /usr/bin/firefox; }
find_webkit() { find_file "${MULTITRANSPORT_WEBKIT:-}" /usr/lib/*/webkit2gtk-4.1/MiniBrowser; }
find_xvfb() { find_file "${MULTITRANSPORT_XVFB:-}" /usr/bin/Xvfb; }

find_node() { # 20 or newer
  local node
  node=$(find_file "${MULTITRANSPORT_NODE:-}" "$(command -v node)") && "$node" -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' && printf '%s\n' "$node"
}

install() { # Debian packages, as root where there is apt-get
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || return 1
  say "installing $*"
  {
    apt-get update &&
      DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
  } </dev/null >"$logs/apt-$1.log" 2>&1 || show_tail "$logs/apt-$1.log" 20
}

# The proxies of the networks: their packages, and a program that each brings
proxies='nginx-light:/usr/sbin/nginx haproxy:/usr/sbin/haproxy squid-openssl:/usr/lib/squid/security_file_certgen privoxy:/usr/sbin/privoxy
  e2guardian:/usr/sbin/e2guardian ziproxy:/usr/bin/ziproxy mitmproxy:/usr/bin/mitmdump varnish:/usr/sbin/varnishd lighttpd:/usr/sbin/lighttpd
  caddy:/usr/bin/caddy trafficserver:/usr/bin/traffic_server h2o:/usr/bin/h2o nghttp2-proxy:/usr/sbin/nghttpx apache2-bin:/usr/sbin/apache2
  tinyproxy-bin:/usr/bin/tinyproxy libnss3-tools:/usr/bin/certutil'

absent_proxies() { # the packages whose program is not there
  local one
  for one in $proxies; do
    [ -x "${one#*:}" ] || printf '%s\n' "${one%%:*}"
  done
}

running_proxies() { # the process ids of those programs
  local process program
  for process in /proc/[0-9]*; do
    if program=$(readlink "$process/exe" 2>/dev/null) && [[ $proxies == *":$program"[[:space:]]* ]]; then
      printf '%s\n' "${process#/proc/}"
    fi
  done | sort
}

install_proxies() { # in one go; none of them may start by itself
  local policy=/usr/sbin/policy-rc.d package known=() ours='' before started
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || return 1
  apt-get update </dev/null >"$logs/apt-update.log" 2>&1
  for package in "$@"; do
    if apt-cache show "$package" >/dev/null 2>&1; then
      known+=("$package")
    fi
  done
  if [ ! -e "$policy" ]; then
    ours=1
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
  fi
  before=$(running_proxies)
  install "${known[@]}"
  started=$(comm -13 <(printf '%s\n' "$before") <(running_proxies))
  if [ -n "$started" ]; then
    say "the installation started a server, which is ended:" $started
    kill $started
  fi
  [ -z "$ours" ] || rm -f -- "$policy"
}

# Tools
if ! command -v dotnet >/dev/null; then
  printf '!!! THE .NET SDK IS MISSING: nothing can be built (global.json names its version)\n'
  failed=1
  finish
fi
if ! find_chromium; then
  install chromium
  find_chromium || missing CHROMIUM 'the browser tests are left out'
fi
if find_chromium; then
  export MULTITRANSPORT_CHROMIUM
  say "Chromium: $MULTITRANSPORT_CHROMIUM"
fi

find_firefox >/dev/null || install firefox-esr
if MULTITRANSPORT_FIREFOX=$(find_firefox); then
  export MULTITRANSPORT_FIREFOX
else
  missing FIREFOX 'its rows of the scenarios are left out'
fi

find_webkit >/dev/null && find_xvfb >/dev/null || install webkit2gtk-driver libwebkit2gtk-4.1-0 xvfb xauth
if MULTITRANSPORT_WEBKIT=$(find_webkit) && MULTITRANSPORT_XVFB=$(find_xvfb); then
  export MULTITRANSPORT_WEBKIT MULTITRANSPORT_XVFB
else
  missing WEBKIT 'its rows of the scenarios are left out'
fi

find_node >/dev/null || install nodejs npm
if MULTITRANSPORT_NODE=$(find_node) && command -v npm >/dev/null; then
  export MULTITRANSPORT_NODE
  say "Node: $("$MULTITRANSPORT_NODE" --version)"
  if ! (cd clients/javascript && npm ci --no-audit --no-fund) </dev/null >"$logs/npm-ci.log" 2>&1; then
    show_tail "$logs/npm-ci.log" 20
    missing 'A PACKAGE OF THE JAVASCRIPT CLIENT' 'its tests and the rows of Node are left out'
  fi
else
  MULTITRANSPORT_NODE=
  missing 'NODE 20 WITH NPM' 'the tests of the JavaScript client and the rows of Node are left out'
fi

if ! command -v curl >/dev/null; then
  install curl
  command -v curl >/dev/null || missing CURL 'the tests of the printed commands are left out'
fi

if ! command -v tshark >/dev/null; then
  install tshark
  command -v tshark >/dev/null || missing TSHARK 'the comparison of counted bytes with a packet capture is left out'
fi

mapfile -t wanted < <(absent_proxies)
[ "${#wanted[@]}" -eq 0 ] || install_proxies "${wanted[@]}"
for package in $(absent_proxies); do
  missing "THE PROXY $package" 'its networks are left out'
done

# Build
say 'building'
if ! dotnet build MultiTransport.sln -c Release </dev/null >"$logs/build.log" 2>&1; then
  grep -E '(error|warning) [A-Za-z]+[0-9]+' "$logs/build.log" | sort -u | head -n 60
  show_tail "$logs/build.log" 20
  say 'the build failed'
  failed=$((failed + 1))
  finish
fi

# Format: counts as one test. The build above has checked the style of the code as well (IDE0055, IDE0005, ...)
say 'checking the formatting'
if dotnet format whitespace . --folder --verify-no-changes </dev/null >"$logs/format.log" 2>&1; then
  passed=$((passed + 1))
else
  show_tail "$logs/format.log" 40
  say "the formatting check failed: run 'dotnet format'"
  failed=$((failed + 1))
fi

# The JavaScript client: its types count as one test
if [ -n "$MULTITRANSPORT_NODE" ] && [ -d clients/javascript/node_modules ]; then
  export MULTITRANSPORT_SERVER=$root/src/MultiTransport.Server/bin/Release/net10.0/MultiTransport.Server.dll
  say 'checking the types of the JavaScript client'
  if (cd clients/javascript && npm run check) </dev/null >"$logs/npm-check.log" 2>&1; then
    passed=$((passed + 1))
  else
    show_tail "$logs/npm-check.log" 40
    failed=$((failed + 1))
  fi
  log=$logs/npm-test.log
  (cd clients/javascript && NODE_OPTIONS=--test-reporter=tap npm test) </dev/null >"$log" 2>&1
  status=$?
  read -r p f s <<<"$(awk '/^# pass /{ p = $3 } /^# fail /{ f = $3 } /^# cancelled /{ c = $3 } /^# skipped /{ s = $3 } END { print p + 0, f + c + 0, s + 0 }' "$log")"
  if [ "$status" -ne 0 ] && [ "$f" -eq 0 ]; then
    f=1
  fi
  say "clients/javascript: $p passed, $f failed, $s skipped"
  [ "$f" -eq 0 ] || show_tail "$log" 200
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s)) tests=$((tests + p + f))
fi

# Tests
suspects=() crashed=0
for project in tests/*/*.csproj; do
  name=$(basename -- "$project" .csproj)
  case $name in
    *.Tests | *.Conformance) ;;
    *) continue ;;
  esac
  log=$logs/$name.log
  dotnet test "$project" -c Release --no-build --logger 'console;verbosity=minimal' \
    --results-directory "$logs/$name" \
    --blame-hang-timeout "${MULTITRANSPORT_HANG_TIMEOUT:-15m}" --blame-hang-dump-type none \
    </dev/null >"$log" 2>&1
  status=$?
  counts=$(sed -nE 's/^(Passed|Failed|Skipped)! +- +Failed: +([0-9]+), +Passed: +([0-9]+), +Skipped: +([0-9]+),.*/\2 \3 \4/p' "$log" |
    awk '{ f += $1; p += $2; s += $3 } END { print f + 0, p + 0, s + 0 }')
  read -r f p s <<<"$counts"
  if [ "$status" -ne 0 ] && [ "$f" -eq 0 ]; then
    f=1 # it ended without the counts of a failed test: a crash, a hang or a lost file
  fi
  say "$name: $p passed, $f failed, $s skipped"
  grep -aE '\[SKIP\]' "$log"
  mapfile -t names < <(sed -nE 's/^  Failed ([A-Za-z0-9_.+]+).*/\1/p' "$log")
  if [ "$status" -ne 0 ] && [ "${#names[@]}" -eq "$f" ]; then
    suspects+=("${names[@]/#/$project }")
  else
    crashed=$((crashed + f))
  fi
  if [ "$f" -gt 0 ]; then
    show_tail "$log" 200
  elif [ $((p + s)) -eq 0 ]; then
    say "$name has no test"
  fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s)) tests=$((tests + p + f))
done

if [ -f artifacts/scenario-report.md ]; then
  say 'artifacts/scenario-report.md'
  grep -E '^(One exchange|\| (client|---|[a-z]+ \| none )|- )' artifacts/scenario-report.md # without faults, and the storms
fi

if [ -f artifacts/networks-report.md ]; then
  say 'artifacts/networks-report.md'
  sed -n 5p artifacts/networks-report.md
fi

# The second look: these tests run real browsers and proxies in real time. What failed, a few at most and none of them a crash, must pass three times alone;
# it is named all the same, and is to be mended.
passes_alone() { # project, test
  local round
  for round in 1 2 3; do
    timeout 300 dotnet test "$1" -c Release --no-build --logger 'console;verbosity=minimal' --filter "FullyQualifiedName=$2" </dev/null >"$logs/alone.log" 2>&1 &&
      grep -qE '^Passed! ' "$logs/alone.log" || return 1
  done
}

if [ "${MULTITRANSPORT_SECOND_LOOK:-1}" = 1 ] && [ "$crashed" -eq 0 ] && [ "${#suspects[@]}" -le 5 ]; then
  while read -r times project test; do
    if [ -n "$test" ] && passes_alone "$project" "$test"; then
      printf '\n!!! UNSTEADY: %s failed %d times, and passed three times alone\n\n' "$test" "$times"
      passed=$((passed + times)) failed=$((failed - times))
    fi
  done < <(printf '%s\n' "${suspects[@]}" | sort | uniq -c)
fi

if [ "$tests" -eq 0 ]; then
  say 'no test ran'
  failed=$((failed + 1))
fi
finish
