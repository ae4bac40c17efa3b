# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by test.sh: fetches DuckDB's library for the tests that read Parquet, where npm is there; says so where not.
# It stays in build/duckdb and is no part of the repository. OPAL_TEST_DUCKDB may name one that is there already.

if [ -z "${OPAL_TEST_DUCKDB:-}" ]; then
    duckdb_folder=$PWD/build/duckdb
    if [ ! -f "$duckdb_folder/package/libduckdb.so" ] && command -v npm >/dev/null; then
        mkdir -p "$duckdb_folder"
        (cd "$duckdb_folder" && npm pack --silent @duckdb/node-bindings-linux-x64 >/dev/null \
            && tar -xzf duckdb-node-bindings-*.tgz) || say "DuckDB's library could not be fetched with npm."
    fi
    [ -f "$duckdb_folder/package/libduckdb.so" ] && OPAL_TEST_DUCKDB=$duckdb_folder/package/libduckdb.so
fi
export OPAL_TEST_DUCKDB=${OPAL_TEST_DUCKDB:-}
[ -n "$OPAL_TEST_DUCKDB" ] || say "No libduckdb.so (npm fetches one): the test that reads Parquet is skipped."
