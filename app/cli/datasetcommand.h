// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "app/cli/command.h"
#include "app/cli/jsonforms.h"

namespace opal {

/// `opal dataset FILE`: the card of a data set; with --side attaches a side table first.
class DatasetCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    std::string m_file;
    std::string m_side;
    std::string m_covers;
};

/// The card as a short table for people.
void printDatasetCard(Output& output, const DatasetSummary& summary, const QString& path);

} // namespace opal
