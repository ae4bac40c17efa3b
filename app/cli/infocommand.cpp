// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "core/jobs/jobs.h"

namespace opal {

/// `opal info`: versions, devices, threads and the BLAS in use.
class InfoCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;
};

void InfoCommand::declare(CLI::App&)
{
}

void InfoCommand::run(CommandContext& context)
{
    Output& output = context.output();
    const SystemInfo info = systemInfo();
    const int threads = context.options().threads > 0 ? context.options().threads : info.threads;
    output.result({ { "version", info.version },
                    { "torch", info.torch },
                    { "faiss", info.faiss },
                    { "qt", info.qt },
                    { "blas", info.blas },
                    { "blas_kernels", info.blasKernels },
                    { "blas_path", info.blasPath },
                    { "reference_blas", info.referenceBlas },
                    { "threads", threads },
                    { "devices", info.devices } });
    std::string devices;
    for (const std::string& device : info.devices)
        devices += (devices.empty() ? "" : ", ") + device;
    output.table({ "component", "value" },
                 { { "opal", info.version },
                   { "LibTorch", info.torch },
                   { "Faiss", info.faiss },
                   { "Qt", info.qt },
                   { "BLAS", info.blasText() },
                   { "threads", std::to_string(threads) },
                   { "devices", devices } });
    if (info.referenceBlas)
        output.complain(
            "warning: the reference BLAS is loaded, matrix products are tens of times slower; install "
            "libopenblas0-pthread");
}

std::unique_ptr<Command> makeInfoCommand()
{
    return std::make_unique<InfoCommand>();
}

} // namespace opal
