// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtEndian>

#include "core/base/error.h"
#include "core/jobs/ownmodels.h"
#include "core/jobs/runbundle.h"
#include "core/training/trainer.h"
#include "tests/fuzz/memoryfile.h"
#include "tests/fuzz/storefolder.h"

namespace opal {

// The engine, which only the export asks.
void verifyCheckpoint(const std::string& /*file*/)
{
    std::abort();
}

bool hasScript(const RunRecord& /*run*/)
{
    std::abort();
}

} // namespace opal

namespace {

/// Text is taken for a manifest: nobody guesses its length, with which a bundle begins.
std::string bundleOf(std::string_view content)
{
    if (content.starts_with("OPALRUN"))
        return std::string(content);
    std::string head = "OPALRUN1";
    head.resize(16);
    qToLittleEndian<quint64>(content.size(), head.data() + 8);
    return head + std::string(content);
}

} // namespace

/// Any bytes as a run bundle: refused, or the run is in the store and can be read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace opal;
    fuzz::makeApplication();
    static const fuzz::MemoryFile file("bundle");
    const QString path = QString::fromStdString(file.hold(bundleOf(fuzz::textOf(data, size))));
    try {
        readRunBundle(path);
    } catch (const Error&) {
        return 0; // Refused.
    }
    constexpr int mostImports = 500; // a store that grows makes everything slow
    static fuzz::StoreFolder* folder = nullptr;
    static int imports = 0;
    if (imports++ % mostImports == 0) {
        delete folder;
        folder = new fuzz::StoreFolder;
    }
    std::string run;
    try {
        run = importRunBundle(folder->store(), folder->paths(), path);
    } catch (const Error&) {
        // The files in it may be damaged, which reading the record does not look at.
    }
    // Whatever came in, the others can be read, and it can, too.
    folder->store().runs(true);
    if (!run.empty())
        folder->store().curves(folder->store().run(run).id);
    return 0;
}
