// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "app/cli/command.h"

class QCoreApplication;

namespace opal {

/// What the program runs in: fonts and plots need a graphical application, which the other commands do
/// without. Nothing is shown and no display is needed. `arguments` decide, argc and argv are what Qt is told;
/// both must outlive the result.
std::unique_ptr<QCoreApplication> makeApplication(const std::vector<std::string>& arguments, int& argc,
                                                  char* argv[]);

struct FigureEntry;
struct FigureSubject;

/// `opal figure NAME`: one figure of the table of figures as a file. Only in builds with the window.
class FigureCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    void list(CommandContext& context) const;
    void make(CommandContext& context) const;
    FigureSubject subject(const FigureEntry& entry, CommandContext& context) const;

    std::string m_name;
    std::string m_out;
    std::string m_data; ///< file for the numbers behind it; empty: none
    std::vector<std::string> m_runs;
    std::string m_user;
    std::string m_dataset;
    std::string m_style;
    std::vector<std::string> m_options;
    std::string m_preset; ///< of the runs that are trained, as the next three
    std::string m_config;
    std::vector<std::string> m_settings;
    int m_interests = 0; ///< 0: not given
    std::string m_pick; ///< empty: the named user, or the typical one
    double m_width = 0;
    double m_height = 0;
    int m_dpi = 300;
    bool m_transparent = false;
    bool m_list = false;
};

} // namespace opal
