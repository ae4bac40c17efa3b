// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/expressionerrors.h"

#include <QCoreApplication>

namespace opal {

namespace {

struct ExpressionErrors
{
    Q_DECLARE_TR_FUNCTIONS(opal::ExpressionErrors)
};

} // namespace

QString expressionErrorClause(const ExpressionError& error)
{
    const QString word = QString::fromStdString(error.word);
    switch (error.kind) {
    case ExpressionError::Kind::UnknownField:
        return error.nearest.empty()
            ? ExpressionErrors::tr("there is no \u201C%1\u201D").arg(word)
            : ExpressionErrors::tr("there is no \u201C%1\u201D; did you mean \u201C%2\u201D?")
                  .arg(word, QString::fromStdString(error.nearest));
    case ExpressionError::Kind::ExpectedValue:
        return ExpressionErrors::tr("a value must follow \u201C%1\u201D").arg(word);
    case ExpressionError::Kind::ExpectedNumber:
        return ExpressionErrors::tr("\u201C%1\u201D is no number, and only numbers have an order").arg(word);
    case ExpressionError::Kind::UnclosedQuote:
        return ExpressionErrors::tr("the quotation mark is never closed");
    case ExpressionError::Kind::UnclosedBracket:
        return ExpressionErrors::tr("the bracket is never closed");
    case ExpressionError::Kind::UnexpectedBracket:
        return ExpressionErrors::tr("this bracket closes nothing");
    case ExpressionError::Kind::Unexpected:
        return ExpressionErrors::tr("\u201C%1\u201D does not belong here").arg(word);
    case ExpressionError::Kind::NoFieldForText:
        return ExpressionErrors::tr(
                   "only a field can be held against the text \u201C%1\u201D, by =, != or in")
            .arg(word);
    case ExpressionError::Kind::TooLarge:
        return ExpressionErrors::tr("this is nested too deeply or too long");
    case ExpressionError::Kind::ExpectedCondition:
        break;
    }
    return ExpressionErrors::tr("a condition is missing here");
}

QString expressionErrorText(const ExpressionError& error)
{
    //: %1 is the column of a mistake in a filter, %2 what is wrong
    return ExpressionErrors::tr("Column %1: %2").arg(error.column).arg(expressionErrorClause(error));
}

} // namespace opal
