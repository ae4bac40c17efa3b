// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include "tests/support/testprogram.h"

namespace {

const QString folder = QStringLiteral(OPAL_SOURCE_DIR "/translations/");

struct Message
{
    QString context, source, comment;
    QStringList translations; ///< one, or one a plural form
    bool plural = false; ///< the translation is a list of forms
    bool unfinished = false;
};

QList<Message> readMessages(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QXmlStreamReader xml(&file);
    QList<Message> messages;
    QString context;
    Message message;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isEndElement() && xml.name() == QLatin1String("message"))
            messages.append(message);
        if (!xml.isStartElement())
            continue;
        if (xml.name() == QLatin1String("name"))
            context = xml.readElementText();
        else if (xml.name() == QLatin1String("message"))
            message
                = Message { context, {}, {}, {}, xml.attributes().hasAttribute(QLatin1String("numerus")) };
        else if (xml.name() == QLatin1String("source"))
            message.source = xml.readElementText();
        else if (xml.name() == QLatin1String("comment"))
            message.comment = xml.readElementText();
        else if (xml.name() == QLatin1String("numerusform"))
            message.translations.append(xml.readElementText());
        else if (xml.name() == QLatin1String("translation")) {
            message.unfinished = xml.attributes().value(QLatin1String("type")) == QLatin1String("unfinished");
            if (!message.plural)
                message.translations.append(xml.readElementText().trimmed());
        }
    }
    return messages;
}

QStringList keys(const QString& path)
{
    QStringList list;
    for (const Message& message : readMessages(path))
        list.append(message.context + QLatin1Char('|') + message.source + QLatin1Char('|') + message.comment);
    list.sort();
    return list;
}

/// %1, %2, %n, %L1 of a text, sorted.
QStringList placeholders(const QString& text)
{
    static const QRegularExpression pattern(QStringLiteral("%(L?\\d|n)"));
    QStringList found;
    auto matches = pattern.globalMatch(text);
    while (matches.hasNext())
        found.append(matches.next().captured());
    found.sort();
    return found;
}

} // namespace

/// Every text that a person sees is translated, and nothing in the sources is missing from the files.
class TestTranslations final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void everyTextIsTranslated_data() { addFiles(); }

    void everyTextIsTranslated();

    void placeholdersSurvive_data() { addFiles(); }

    void placeholdersSurvive();

    void filesFollowTheSources_data() { addFiles(); }

    void filesFollowTheSources();

private:
    /// English has a file of its plural forms alone.
    static void addFiles()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("fewest");
        QTest::addColumn<QStringList>("options");
        const QStringList files = QDir(QStringLiteral(OPAL_SOURCE_DIR "/translations"))
                                      .entryList({ QStringLiteral("opal-studio_*.ts") }, QDir::Files);
        QVERIFY(files.size() > 1);
        for (const QString& file : files)
            if (file != QLatin1String("opal-studio_en.ts"))
                QTest::newRow(qPrintable(file)) << file << 1000 << QStringList {};
        QTest::newRow("en") << QStringLiteral("opal-studio_en.ts") << 10
                            << QStringList { QStringLiteral("-pluralonly") };
    }
};

void TestTranslations::everyTextIsTranslated()
{
    QFETCH(const QString, name);
    QFETCH(const int, fewest);
    const QList<Message> messages = readMessages(folder + name);
    QVERIFY(messages.size() >= fewest);
    QStringList missing;
    for (const Message& message : messages)
        if (message.unfinished || message.translations.isEmpty()
            || message.translations.constLast().isEmpty())
            missing.append(message.context + QStringLiteral(": ") + message.source);
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QLatin1Char('\n'))));
}

void TestTranslations::placeholdersSurvive()
{
    QFETCH(const QString, name);
    for (const Message& message : readMessages(folder + name))
        for (const QString& translation : message.translations)
            QVERIFY2(placeholders(translation) == placeholders(message.source), qPrintable(message.source));
}

void TestTranslations::filesFollowTheSources()
{
    QFETCH(const QString, name);
    QFETCH(const QStringList, options);
    QTemporaryDir scratch;
    const QString copy = scratch.filePath(name);
    QVERIFY(QFile::copy(folder + name, copy));
    QProcess update;
    update.setWorkingDirectory(QStringLiteral(OPAL_SOURCE_DIR));
    QStringList arguments {
        QStringLiteral("core"),       QStringLiteral("views"), QStringLiteral("app"),
        QStringLiteral("-I"),         QStringLiteral("."),     QStringLiteral("-recursive"),
        QStringLiteral("-locations"), QStringLiteral("none"),  QStringLiteral("-no-obsolete"),
        QStringLiteral("-silent")
    };
    arguments << options << QStringLiteral("-ts") << copy;
    update.start(QStringLiteral(OPAL_LUPDATE), arguments);
    QVERIFY(update.waitForFinished(120000));
    QCOMPARE(update.exitCode(), 0);
    // A class that lupdate knows without its namespace gets a context that tr() never asks for.
    const QByteArray warnings = update.readAllStandardError();
    QVERIFY2(!warnings.contains("unknown namespace"), warnings.constData());
    QCOMPARE(keys(copy), keys(folder + name));
}

OPAL_TEST(TestTranslations)
#include "tst_translations.moc"
