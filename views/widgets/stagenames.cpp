// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/stagenames.h"

#include <map>

#include <QCoreApplication>

#include "core/base/translate.h"

namespace opal {

namespace {

/// English texts by key, looked up in a translation context.
QString lookUp(const char* context, const std::map<std::string, const char*>& table, const std::string& key)
{
    const auto found = table.find(key);
    return found == table.end() ? QString::fromStdString(key)
                                : QCoreApplication::translate(context, found->second);
}

} // namespace

QString stageTitle(const std::string& stage)
{
    static const std::map<std::string, const char*> table {
        { "warmup", QT_TRANSLATE_NOOP("Stages", "Warm-up") },
        { "soft", QT_TRANSLATE_NOOP("Stages", "Pre-training") },
        { "hard", QT_TRANSLATE_NOOP("Stages", "Fine-tuning") },
        { "train", QT_TRANSLATE_NOOP("Stages", "Training") },
        { "fit", QT_TRANSLATE_NOOP("Stages", "Fit") },
    };
    return lookUp("Stages", table, stage);
}

QString stageLongTitle(const std::string& stage)
{
    static const std::map<std::string, const char*> table {
        { "warmup", QT_TRANSLATE_NOOP("Stages", "Warm-up (one interest)") },
        { "soft", QT_TRANSLATE_NOOP("Stages", "Pre-training (soft assignment)") },
        { "hard", QT_TRANSLATE_NOOP("Stages", "Fine-tuning (hard assignment)") },
        { "train", QT_TRANSLATE_NOOP("Stages", "Training") },
    };
    return lookUp("Stages", table, stage);
}

QString lossTermTitle(const std::string& term)
{
    static const std::map<std::string, const char*> table {
        { "loss", QT_TRANSLATE_NOOP("LossTerms", "Total") },
        { "main", QT_TRANSLATE_NOOP("LossTerms", "Main") },
        { "unique", QT_TRANSLATE_NOOP("LossTerms", "Uniqueness") },
        { "orth", QT_TRANSLATE_NOOP("LossTerms", "Orthogonality") },
        { "unif", QT_TRANSLATE_NOOP("LossTerms", "Uniformity") },
        { "unif_hard", QT_TRANSLATE_NOOP("LossTerms", "Hard uniformity") },
        { "basis", QT_TRANSLATE_NOOP("LossTerms", "Basis of the items") },
        { "seq2item", QT_TRANSLATE_NOOP("LossTerms", "Sequence to item") },
        { "seq2seq", QT_TRANSLATE_NOOP("LossTerms", "Sequence to sequence") },
        { "attend", QT_TRANSLATE_NOOP("LossTerms", "Re-attend") },
        { "contrast", QT_TRANSLATE_NOOP("LossTerms", "Re-contrast") },
        { "construct", QT_TRANSLATE_NOOP("LossTerms", "Re-construct") },
        { "positive_share", QT_TRANSLATE_NOOP("LossTerms", "Share of own items") },
    };
    return lookUp("LossTerms", table, term);
}

QString runEventTitle(const std::string& kind)
{
    static const std::map<std::string, const char*> table {
        { "started", QT_TRANSLATE_NOOP("RunEvents", "Started") },
        { "resumed", QT_TRANSLATE_NOOP("RunEvents", "Resumed") },
        { "pause", QT_TRANSLATE_NOOP("RunEvents", "Paused") },
        { "stage", QT_TRANSLATE_NOOP("RunEvents", "Next stage") },
        { "stop_after_evaluation", QT_TRANSLATE_NOOP("RunEvents", "Stop asked for") },
        { "stop_keep_best", QT_TRANSLATE_NOOP("RunEvents", "Stopped, best weights kept") },
        { "next_stage", QT_TRANSLATE_NOOP("RunEvents", "Next stage asked for") },
        { "changed", QT_TRANSLATE_NOOP("RunEvents", "Parameter changed") },
        { "not_finite", QT_TRANSLATE_NOOP("RunEvents", "Not a finite number") },
        { "collapse", QT_TRANSLATE_NOOP("RunEvents", "Hyper-categories collapse") },
        { "no_gain", QT_TRANSLATE_NOOP("RunEvents", "No gain since the start") },
        { "failed", QT_TRANSLATE_NOOP("RunEvents", "Failed") },
        { "interrupted", QT_TRANSLATE_NOOP("RunEvents", "Interrupted") },
        { "finished", QT_TRANSLATE_NOOP("RunEvents", "Finished") },
    };
    return lookUp("RunEvents", table, kind);
}

} // namespace opal
