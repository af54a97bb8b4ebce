#!/usr/bin/env bash
# Writes src/AutoGrad/PublicAPI.Unshipped.txt anew: the public members that are not in PublicAPI.Shipped.txt, and with *REMOVED* before them
# those of that file that are no more, as the analyzer spells them. Members that our own generator writes for the layers are among them.
# Run it after a change of the public API, and read the difference before you commit it. Where the build fails the file stays as it was.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_UI_LANGUAGE=en LC_ALL=C
unshipped=src/AutoGrad/PublicAPI.Unshipped.txt
work=$(mktemp -d)
cp "$unshipped" "$work/before"
trap 'cp "$work/before" "$unshipped"; rm -rf "$work"' EXIT

# The rules speak only of what the files do not say: an empty file makes them name everything.
echo "#nullable enable" > "$unshipped"
dotnet build -c Release --no-incremental -clp:NoSummary -p:WarningsNotAsErrors=RS0016%3BRS0017 src/AutoGrad > "$work/log" || { tail -20 "$work/log" >&2; exit 1; }
{
  echo "#nullable enable"
  sed -n \
    -e "s/.*warning RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" \
    -e "s/.*warning RS0017: Symbol '\(.*\)' is part of the declared API, but.*/*REMOVED*\1/p" "$work/log" | sort -u
} > "$work/after"
cp "$work/after" "$work/before"
echo "$unshipped: $(($(wc -l < "$work/after") - 1)) members"
