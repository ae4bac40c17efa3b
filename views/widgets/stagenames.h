// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QString>

namespace opal {

/// "Pre-training", "Fine-tuning"; an unknown stage's own key.
QString stageTitle(const std::string& stage);

/// The same with what it does: "Pre-training (soft assignment)".
QString stageLongTitle(const std::string& stage);

/// Name of a loss term; an unknown term's own key.
QString lossTermTitle(const std::string& term);

/// What happened, e.g. "Paused"; an unknown kind itself.
QString runEventTitle(const std::string& kind);

} // namespace opal
