// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/language.h"

#include <QCoreApplication>
#include <QDir>
#include <QLibraryInfo>
#include <QLocale>

namespace opal {

const QList<LanguageEntry>& Language::available()
{
    static const QList<LanguageEntry> table = [] {
        QList<LanguageEntry> found { { QStringLiteral("en"), QStringLiteral("English") } };
        const QStringList files
            = QDir(QStringLiteral(":/translations"))
                  .entryList({ QStringLiteral("opal-studio_*.qm") }, QDir::Files, QDir::Name);
        for (const QString& file : files) {
            const QString key = file.chopped(3).section(u'_', 1);
            if (key != found.constFirst().key)
                found.append({ key, QLocale(key).nativeLanguageName() });
        }
        return found;
    }();
    return table;
}

QString Language::resolved(const QString& key)
{
    if (key != QLatin1String("system"))
        return key;
    for (const LanguageEntry& entry : available())
        if (QLocale(entry.key).language() == QLocale::system().language())
            return entry.key;
    return available().constFirst().key;
}

void Language::set(const QString& key)
{
    const QString wanted = resolved(key);
    QCoreApplication::removeTranslator(&m_qt);
    QCoreApplication::removeTranslator(&m_own);
    if (m_qt.load(QStringLiteral("qtbase_") % wanted, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
    if (m_own.load(QStringLiteral(":/translations/opal-studio_") % wanted % QStringLiteral(".qm")))
        QCoreApplication::installTranslator(&m_own);
}

} // namespace opal
