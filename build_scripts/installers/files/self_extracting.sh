#!/bin/sh
# Installs Counterpoint @VERSION@ for the person who runs this, without administrator rights:
#   sh counterpoint.run                 install to ~/.local/opt/counterpoint, with a menu entry
#   sh counterpoint.run --to FOLDER     only unpack into FOLDER, with nothing else
#   sh counterpoint.run --uninstall     remove what was installed; documents and workspaces stay
set -eu
lines=@LINES@
sum=@SHA256@
data=${XDG_DATA_HOME:-$HOME/.local/share}
place=$HOME/.local/opt/counterpoint
command=$HOME/.local/bin/counterpoint

refresh() {
    for tool in "update-mime-database $data/mime" "update-desktop-database $data/applications"; do
        command -v "${tool%% *}" >/dev/null 2>&1 && $tool >/dev/null 2>&1 || true
    done
}

unpack() {
    found=$(tail -n +$lines "$0" | sha256sum | cut -d ' ' -f 1)
    if [ "$found" != "$sum" ]; then
        echo "This file is damaged: its sum is $found, not $sum. Copy it again." >&2
        exit 1
    fi
    mkdir -p "$1"
    tail -n +$lines "$0" | tar -xJ -C "$1" --strip-components=1 --no-same-owner
}

case "${1:-}" in
--to)
    [ -n "${2:-}" ] || { echo "--to needs a folder." >&2; exit 2; }
    unpack "$2"
    echo "Unpacked. Start it with $2/counterpoint"
    ;;
--uninstall)
    rm -rf "$place"
    rm -f "$command" "$data/applications/counterpoint.desktop" "$data/mime/packages/counterpoint.xml" \
        "$data/icons/hicolor/scalable/apps/counterpoint.svg"
    refresh
    echo "Removed. What the program stored for you stays; counterpoint delete-data would have deleted it."
    ;;
"")
    rm -rf "$place.new"
    unpack "$place.new"
    rm -rf "$place"
    mv "$place.new" "$place"
    mkdir -p "${command%/*}" "$data/applications" "$data/mime/packages" "$data/icons/hicolor/scalable/apps"
    ln -sf "$place/counterpoint" "$command"
    sed "s|^Exec=counterpoint|Exec=\"$place/counterpoint\"|" "$place/share/counterpoint.desktop" \
        >"$data/applications/counterpoint.desktop"
    cp "$place/share/counterpoint-mime.xml" "$data/mime/packages/counterpoint.xml"
    cp "$place/_internal/resources/icons/counterpoint.svg" "$data/icons/hicolor/scalable/apps/"
    refresh
    echo "Installed. Start it from the menu, or with $command"
    ;;
*)
    sed -n '2,5s/^# //p' "$0"
    exit 2
    ;;
esac
exit 0
