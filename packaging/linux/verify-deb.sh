#!/usr/bin/env bash
# Installs a .deb into a fresh Debian without Python, runs it there as a new user, removes it,
# and looks for what is left. Needs root, debootstrap, Xvfb and ImageMagick's import.
#
#   verify-deb.sh FILE.deb [PICTURE_OF_THE_WINDOW.png]
#
# What is done there with the installed app stands in hands-on.sh.
# SUITE names the release (default: this machine's), ROOT_FOLDER where it is put up.
# The patterns of apt and dpkg are meant for them, not for the shell.
# shellcheck disable=SC1091,SC2016
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
deb=$(realpath "$1")
picture=${2:-}
suite=${SUITE:-$(. /etc/os-release && echo "$VERSION_CODENAME")}
root=${ROOT_FOLDER:-$(mktemp -d)/root}
display=${DISPLAY_NUMBER:-93}
for tool in debootstrap Xvfb xwininfo import convert unshare; do
    command -v "$tool" >/dev/null || { echo "verify-deb.sh needs $tool"; exit 1; }
done
[ "$(id -u)" -eq 0 ] || { echo "verify-deb.sh needs root, for chroot"; exit 1; }

server=
window=
indexing=
clean_up() {
    for pid in $window $server $indexing; do kill "$pid" 2>/dev/null || true; done
    for place in tmp/.X11-unix dev/shm dev/pts dev proc; do
        mountpoint -q "$root/$place" && umount "$root/$place"
    done
    [ -n "${KEEP_ROOT:-}" ] || rm -rf --one-file-system "$root"
}
trap clean_up EXIT

say() { printf '\n== %s\n' "$*"; }
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
# A person who has never used it, without a network.
person() {
    unshare -n chroot --userspec=person:person "$root" \
        env -i PATH=/usr/bin:/bin HOME=/home/person LANG=C.UTF-8 USER=person "$@"
}

for tool in lintian appstreamcli desktop-file-validate; do
    command -v "$tool" >/dev/null || echo "$tool is not installed; its checks are left out"
done
if command -v lintian >/dev/null; then
    say "lintian"
    lintian --allow-root --fail-on error "$deb"
    echo "no errors"
fi

say "A fresh Debian ($suite)"
if [ ! -e "$root/etc/debian_version" ]; then
    mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' | awk -v s="$suite" '$2 == s {print $1; exit}')
    debootstrap --variant=minbase "$suite" "$root" "$mirror" >/dev/null
fi
inside sh -c '! command -v python3 && ! command -v python'
echo "no Python in it; $(du -sm "$root" --one-file-system | cut -f1) MB, $(inside dpkg-query -W | wc -l) packages"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mount --bind /dev/shm "$root/dev/shm"
inside useradd --create-home person
inside find / -xdev -path /home/person -prune -o -path /tmp -prune -o -path /var/lib/apt -prune \
    -o -path /var/cache -prune -o -path /var/log -prune -o -path /var/lib/dpkg -prune -o -print \
    | sort >"$root.before"

say "Installing $(basename "$deb")"
cp "$deb" "$root/tmp/photoclip.deb"
inside apt-get update -qq
inside apt-get install -y -qq --no-install-recommends /tmp/photoclip.deb >"$root.apt" 2>&1 || { tail -20 "$root.apt"; exit 1; }
rm "$root/tmp/photoclip.deb"
inside dpkg-query -W -f='${Package} ${Version} ${Status} ${Installed-Size} KiB\n' photoclip
inside dpkg --verify photoclip
inside sh -c '! command -v python3 && ! command -v python'
echo "still no Python; $(inside dpkg-query -W | wc -l) packages"

share=$root/usr/share
if command -v appstreamcli >/dev/null; then
    appstreamcli validate --no-net "$share"/metainfo/*photoclip*.xml
fi
if command -v desktop-file-validate >/dev/null; then
    desktop-file-validate "$share"/applications/*photoclip*.desktop
fi

say "photoclip --self-test, as a new user without a network"
time person photoclip --self-test

say "The trainer"
person photoclip-trainer --help >"$root.help"
head -1 "$root.help"

say "The window, under Xvfb"
mkdir -p "$root/tmp/.X11-unix" /tmp/.X11-unix
Xvfb ":$display" -screen 0 1280x800x24 -nolisten tcp >/dev/null 2>&1 &
server=$!
for _ in $(seq 50); do [ -S "/tmp/.X11-unix/X$display" ] && break; sleep 0.1; done
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
inside install -d -o person -g person /home/person/Pictures
inside sh -c 'cp /usr/share/icons/hicolor/256x256/apps/*[Pp]hoto[Cc]lip.png /home/person/Pictures/one.png; chown person: /home/person/Pictures/*'
library=$root/home/person/.local/share/PhotoClip/library
open_window() {
    local started colours shown=
    started=$(date +%s%N)
    # exec: the number is that of the program itself.
    ( exec unshare -n chroot --userspec=person:person "$root" env -i PATH=/usr/bin:/bin \
        HOME=/home/person USER=person LANG=C.UTF-8 "DISPLAY=:$display" photoclip ) >"$root.window" 2>&1 &
    window=$!
    for _ in $(seq 600); do
        # More than the empty screen's single colour: the window is drawn.
        colours=$(DISPLAY=":$display" import -window root -format %k info:)
        if [ "$colours" -gt 50 ]; then shown=$(date +%s%N); break; fi
        kill -0 "$window" 2>/dev/null || break
    done
    [ -n "$shown" ] || { echo "No window was shown:"; cat "$root.window"; exit 1; }
    echo "drawn after $(( (shown - started) / 1000000 )) ms ($1; one look takes about 0.2 s)"
}
close_window() {
    local code=0
    kill -TERM "$window"
    wait "$window" || code=$?
    window=
    echo "closed with exit code $code; it said: $(wc -c <"$root.window") bytes"
    cat "$root.window"
    [ "$code" -eq 0 ]
}
open_window "first start"

say "A second start hands a folder to the window that is open"
person env "DISPLAY=:$display" photoclip open /home/person/Pictures
for _ in $(seq 100); do
    sleep 0.2
    person photoclip folders --json 2>/dev/null | grep -q /home/person/Pictures && break
done
person photoclip folders
sleep 3
[ -z "$picture" ] || DISPLAY=":$display" import -window root "$picture"
close_window
open_window "second start"

say "A picture that a file manager hands over is searched by"
person env "DISPLAY=:$display" photoclip open /home/person/Pictures/one.png
told=
for _ in $(seq 300); do
    # The title tells what is asked for once it has been answered.
    if told=$(xwininfo -root -tree -display ":$display" | grep -o '"like:.*one.png'); then break; fi
    sleep 0.2
done
[ -n "$told" ] || { echo "The window shows no answer."; exit 1; }
echo "answered"
close_window

# shellcheck disable=SC2034 # read by hands-on.sh
home=$root/home/person program=$(realpath "$root/opt/photoclip/photoclip")
. "$here/hands-on.sh"
make_pictures "$root/home/person/many"
inside chown -R person: /home/person/many
hands_on /home/person/many
rm -rf "$root"/home/person/many* "$root"/home/person/*.json "$root"/home/person/*.err

for archive in "$(dirname "$deb")"/photoclip-*-linux-*.tar.gz; do
    [ -f "$archive" ] || continue
    say "$(basename "$archive"), unpacked by the person"
    mkdir "$root/home/person/portable"
    tar -xzf "$archive" -C "$root/home/person/portable" --strip-components=1
    inside chown -R person: /home/person/portable
    ls "$root"/home/person/portable/share/applications/*.desktop >/dev/null
    person /home/person/portable/photoclip --self-test >"$root.portable" || { cat "$root.portable"; exit 1; }
    echo "its self-test: $(grep -c ' ok ' "$root.portable") checks passed"
    rm -rf "$root/home/person/portable"
done

say "Removing it"
inside apt-get purge -y -qq photoclip >/dev/null 2>&1
inside apt-get autoremove --purge -y -qq >/dev/null 2>&1
inside find / -xdev -path /home/person -prune -o -path /tmp -prune -o -path /var/lib/apt -prune \
    -o -path /var/cache -prune -o -path /var/log -prune -o -path /var/lib/dpkg -prune -o -print \
    | sort >"$root.after"
left=$(comm -13 "$root.before" "$root.after")
echo "left outside of the user's folder (those of other packages' own settings included):"
echo "${left:-nothing}"
if find "$root" -xdev -path "$root/home" -prune -o -path "$root/proc" -prune -o -path "$root/dev" -prune \
    -o -path "$root/tmp" -prune -o -path "$root/var/log" -prune -o -iname '*photoclip*' -print | grep .; then
    echo "PhotoClip left files behind."
    exit 1
fi
echo "the user's data, which stays:"
inside find /home/person -mindepth 1 -maxdepth 5 -name '.bash*' -prune -o -name .profile -prune -o -type f -print
[ -s "$library/catalog.sqlite" ]
rm -f "$root".before "$root".after "$root".apt "$root".window "$root".help "$root".portable
say "All well"
