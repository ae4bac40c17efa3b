// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "app/cli/command.h"
#include "app/cli/progressreporter.h"

namespace opal {

class Job;

/// What training and resuming share: telling how it goes and how it ended.
class TrainingCommand : public Command
{
public:
    std::string runToResume() const override { return m_reporter ? m_reporter->run() : std::string(); }

protected:
    void runTraining(CommandContext& context, Job& job);

private:
    std::optional<ProgressReporter> m_reporter;
};

/// `opal train`: a new run from a data set, a model and its parameters.
class TrainCommand final : public TrainingCommand
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    std::string m_dataset;
    std::string m_model;
    std::string m_preset;
    std::string m_config;
    std::string m_name;
    std::vector<std::string> m_settings;
    std::vector<std::string> m_tags;
};

/// `opal resume RUN`: goes on where a run stopped.
class ResumeCommand final : public TrainingCommand
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    std::string m_run;
    std::vector<std::string> m_settings;
};

} // namespace opal
