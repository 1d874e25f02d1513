#!/bin/sh
# need.sh chromium|cc|postgres|caddy: makes sure that a program the tests need is there.
# Installs it through apt-get where that works; otherwise says what to install.
set -u

have() { command -v "$1" >/dev/null 2>&1; }

install() { # install PACKAGE...
	if ! have apt-get; then return 1; fi
	if [ "$(id -u)" = 0 ]; then sudo=""; elif have sudo && sudo -n true 2>/dev/null; then sudo="sudo -n"; else return 1; fi
	echo "installing $* ..."
	# shellcheck disable=SC2086
	$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

case "${1-}" in
chromium)
	if [ -n "${CHROME-}" ] && [ -x "$CHROME" ]; then exit 0; fi
	for c in chromium chromium-browser google-chrome google-chrome-stable; do have "$c" && exit 0; done
	[ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] && exit 0
	install chromium && have chromium && exit 0
	echo "The browser tests need Chromium or Chrome. Install it (Debian: apt-get install chromium)," >&2
	echo "or set CHROME to its path, and run this again." >&2
	exit 1
	;;
cc)
	if [ "$(go env CGO_ENABLED)" = 1 ] && have "$(go env CC)"; then exit 0; fi
	install gcc libc6-dev && have gcc && exit 0
	echo "Go's race detector needs a C compiler. Install one (Debian: apt-get install gcc libc6-dev) and run this again." >&2
	exit 1
	;;
postgres)
	found() { have initdb || ls /usr/lib/postgresql/*/bin/initdb /usr/local/opt/postgresql/bin/initdb /opt/homebrew/opt/postgresql/bin/initdb 2>/dev/null | grep -q .; }
	found && exit 0
	install postgresql && found && exit 0
	echo "The tests of the store need PostgreSQL's programs; they start a server of their own. Install it" >&2
	echo "(Debian: apt-get install postgresql; macOS: brew install postgresql) and run this again." >&2
	exit 1
	;;
caddy)
	have caddy && exit 0
	install caddy && have caddy && exit 0
	echo "The test of deploy/ needs Caddy. Install it (Debian: apt-get install caddy; macOS: brew install caddy) and run this again." >&2
	exit 1
	;;
*)
	echo "usage: need.sh chromium|cc|postgres|caddy" >&2
	exit 2
	;;
esac
