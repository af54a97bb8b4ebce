#!/usr/bin/env bash
# Writes src/AutoGrad/PublicAPI.Unshipped.txt anew: the public members that are not in PublicAPI.Shipped.txt, as the analyzer spells them.
# Run it after a change of the public API, and read the difference before you commit it.
set -eu
cd "$(dirname "$0")/.."
unshipped=src/AutoGrad/PublicAPI.Unshipped.txt
echo "#nullable enable" > "$unshipped"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet build -c Release --no-incremental -clp:NoSummary -p:TreatWarningsAsErrors=false -p:WarningsAsErrors= src/AutoGrad > "$log" || { tail -20 "$log" >&2; exit 1; }
{
  echo "#nullable enable"
  sed -n "s/.*warning RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" "$log" | LC_ALL=C sort -u
} > "$unshipped.new"
mv "$unshipped.new" "$unshipped"
wc -l "$unshipped"
