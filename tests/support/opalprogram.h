// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include <QDir>
#include <QProcess>
#include <QString>
#include <QStringList>

/// What one invocation of the command line left behind.
struct Invocation
{
    int exitCode = -1;
    std::string out;
    std::string err;

    /// Every line of standard output as JSON; throws if one is not.
    std::vector<nlohmann::json> lines() const
    {
        std::vector<nlohmann::json> result;
        std::istringstream stream(out);
        for (std::string line; std::getline(stream, line);)
            result.push_back(nlohmann::json::parse(line));
        return result;
    }

    nlohmann::json last() const { return lines().back(); }

    std::vector<nlohmann::json> events(const std::string& name) const
    {
        std::vector<nlohmann::json> result;
        for (const nlohmann::json& line : lines())
            if (line.is_object() && line.value("event", "") == name)
                result.push_back(line);
        return result;
    }
};

/// Starts the real program with a workspace; the caller waits for what it is interested in.
inline void startOpal(QProcess& process, const QString& workspace, const QStringList& arguments)
{
    process.setProgram(QStringLiteral(OPAL_PROGRAM));
    process.setArguments(QStringList { QStringLiteral("--workspace"), workspace, QStringLiteral("--json") }
                         + arguments);
    process.start();
}

/// Reads lines until one is the JSON event `name`; null if the program ended before.
inline nlohmann::json waitForEvent(QProcess& process, const std::string& name, int timeoutMs = 120000)
{
    while (true) {
        while (process.canReadLine()) {
            const auto line = nlohmann::json::parse(process.readLine().toStdString());
            if (line.is_object() && line.value("event", "") == name)
                return line;
        }
        if (!process.waitForReadyRead(timeoutMs) && !process.canReadLine())
            return nullptr;
    }
}
