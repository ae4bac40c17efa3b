// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QTranslator>

namespace opal {

/// One language of the menu; the name is in the language itself.
struct LanguageEntry
{
    QString key; ///< "en", "zh_CN"
    QString name;
};

/// Loads the embedded translations and switches between them while the program runs: widgets hear
/// QEvent::LanguageChange.
class Language final
{
public:
    Language() = default;
    Language(const Language&) = delete;
    Language& operator=(const Language&) = delete;

    static const QList<LanguageEntry>& available();

    /// Key of available() that a setting means.
    static QString resolved(const QString& key);

    /// "system" takes the system's language if there is a translation, English otherwise.
    void set(const QString& key);

private:
    QTranslator m_own; ///< the studio's texts
    QTranslator m_qt; ///< Qt's own, e.g. of file dialogs
};

} // namespace opal
