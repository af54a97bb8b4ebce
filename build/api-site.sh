#!/usr/bin/env bash
# Builds the pages of the API from the library and its documentation: build/api-site/_site. A reference in the documentation that leads nowhere
# fails it. Arguments go to "dotnet publish": --no-build takes the library as it was built.
set -euo pipefail
cd "$(dirname "$0")/api-site"
rm -rf obj _site
dotnet tool restore
dotnet publish -c Release -v q -o obj/library "$@" ../../src/AutoGrad
dotnet docfx docfx.json --warningsAsErrors
echo "build/api-site/_site: $(find _site/api -name '*.html' | wc -l) pages; to read them: dotnet docfx serve build/api-site/_site"
