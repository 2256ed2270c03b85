#!/usr/bin/env bash
# The README's commands on a machine with nothing on it: a fresh Debian root with Node 20 and no compiler.
#
#   sudo tests/bare-machine/run.sh [--tests] [--keep]
#
# First with the package registries that this machine reaches (its apt, npm and pip settings are taken along), then
# with no network at all and only what the first run left in the caches. `--tests` also runs the second README
# command, by way of .ci/run (long). `--keep` leaves the root in place. Prints one line per step and "bare machine:
# passed" at the end; any step that fails ends it.
set -euo pipefail

repository="$(cd "$(dirname "$0")/../.." && pwd)"
tests=false keep=false
for option in "$@"; do
  case "$option" in
    --tests) tests=true ;;
    --keep) keep=true ;;
    *) echo "unknown option $option" >&2; exit 2 ;;
  esac
done
[ "$(id -u)" = 0 ] || { echo "needs root, to make a root of its own" >&2; exit 2; }
command -v debootstrap >/dev/null || apt-get install -y -qq --no-install-recommends debootstrap >/dev/null

root="$(mktemp -d /var/tmp/footnote-bare-XXXXXX)"
leave() {
  umount -l "$root/dev" "$root/proc" 2>/dev/null || true
  [ "$keep" = true ] && echo "left in $root" || rm -rf --one-file-system "$root"
}
trap leave EXIT
step() { echo "$(date +%T) $*"; }

# What the README asks for: pip, because where the hub of the weights does not answer setup asks the Python package
# index; libgomp1, which the ready-made speech engine needs.
step "a fresh Debian root"
mirror="$(awk '/^URIs:/ {print $2; exit} /^deb / {print $2; exit}' /etc/apt/sources.list.d/* /etc/apt/sources.list 2>/dev/null | head -1)"
debootstrap --variant=minbase --include=ca-certificates,git,libgomp1,python3,python3-pip bookworm "$root" "$mirror" >"$root.log" 2>&1 ||
  { tail -5 "$root.log" >&2; exit 1; }
rm -f "$root.log"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --make-rslave "$root/dev"

# Links of the root are replaced, never written through: they would lead into this machine.
# How this machine reaches its registries, and Node 20 (Debian 12 has 18).
cp -rL --remove-destination /etc/apt/. "$root/etc/apt/"
cp -L --remove-destination /etc/resolv.conf "$root/etc/resolv.conf"
for file in /etc/hosts /etc/pip.conf /etc/npmrc "$HOME/.npmrc" "$HOME/.config/pip/pip.conf" "$HOME/.pip/pip.conf"; do
  [ ! -f "$file" ] || install -D -m 600 "$file" "$root$file"
done
cp -rL --remove-destination /etc/ssl/certs/. "$root/etc/ssl/certs/"
cp -rL --remove-destination /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/" 2>/dev/null || true
install -m 755 "$(readlink -f "$(command -v node)")" "$root/usr/bin/node"
npm_folder="$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")"
mkdir -p "$root/usr/lib/node_modules"
cp -rL "$npm_folder" "$root/usr/lib/node_modules/npm"
ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/bin/npm"
ln -sf ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/bin/npx"

step "a clone of $(git -C "$repository" rev-parse --short HEAD)"
git clone --quiet --no-hardlinks "file://$repository" "$root/root/footnote"

# Of this machine's settings only those that say how its registries are reached.
settings=(HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8)
while IFS= read -r setting; do settings+=("$setting"); done < <(env | grep -iE '^(NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|PIP_[A-Z_]+|NPM_CONFIG_[A-Z_]+|HTTPS?_PROXY)=' || true)
for setting in "${settings[@]}"; do
  # A certificate or a folder of wheels that a setting names is taken along to the same place.
  path="${setting#*=}"
  case "$setting" in HOME=* | PATH=*) ;; *=/*) [ ! -e "$path" ] || { mkdir -p "$root$(dirname "$path")"; cp -rL --remove-destination "$path" "$root$(dirname "$path")/"; } ;; esac
done

inside() { chroot "$root" /usr/bin/env -i "${settings[@]}" bash -ec "cd /root/footnote; $1"; }
offline() {
  # A network of its own with nothing in it but the loopback.
  unshare --net chroot "$root" /usr/bin/env -i "${settings[@]}" \
    python3 -c 'import socket, fcntl, struct, subprocess, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
fcntl.ioctl(s, 0x8914, struct.pack("16sh14x", b"lo", 0x41))
sys.exit(subprocess.call(["bash", "-ec", "cd /root/footnote; " + sys.argv[1]]))' "$1"
}
drafted() {
  for file in note.md instructions.en.md manifest.json; do
    [ -s "$root/root/footnote/out/$file" ] || { echo "out/$file is missing" >&2; exit 1; }
  done
}

step "npm ci && npm run visit, with the registries"
inside 'npm ci && npm run visit'
drafted

step "the same with no network, from the caches"
rm -rf "$root/root/footnote/node_modules" "$root/root/footnote/out"
offline 'npm ci --offline && npm run visit'
drafted

if [ "$tests" = true ]; then
  step "npm ci && npm test, by way of .ci/run"
  inside '.ci/run'
fi
echo "bare machine: passed"
