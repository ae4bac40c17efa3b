// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace opal {

const QList<LanguageEntry>& Language::available()
{
    static const QList<LanguageEntry> table {
        { QStringLiteral("en"), QStringLiteral("English") },
        { QStringLiteral("zh_CN"), QStringLiteral("简体中文") },
    };
    return table;
}

QString Language::resolved(const QString& key)
{
    if (key != QLatin1String("system"))
        return key;
    return QLocale::system().language() == QLocale::Chinese ? QStringLiteral("zh_CN") : QStringLiteral("en");
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
