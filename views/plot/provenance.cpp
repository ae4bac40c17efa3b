// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plot/provenance.h"

#include <QBuffer>
#include <QFile>
#include <QFileInfo>
#include <QImageReader>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/base/error.h"
#include "core/base/version.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

QString text(const std::string& value)
{
    return QString::fromStdString(value);
}

QJsonObject objectOf(const std::map<std::string, std::string>& values)
{
    QJsonObject object;
    for (const auto& [key, value] : values)
        object[text(key)] = text(value);
    return object;
}

std::map<std::string, std::string> mapOf(const QJsonObject& object)
{
    std::map<std::string, std::string> values;
    for (auto entry = object.begin(); entry != object.end(); ++entry)
        values[entry.key().toStdString()] = entry.value().toString().toStdString();
    return values;
}

/// The same JSON in ASCII alone, which every format carries unchanged.
QByteArray inAscii(const QByteArray& json)
{
    QByteArray result;
    for (const QChar letter : QString::fromUtf8(json))
        if (letter.unicode() < 0x80)
            result += static_cast<char>(letter.unicode());
        else
            result += "\\u" + QByteArray::number(letter.unicode(), 16).rightJustified(4, '0');
    return result;
}

QString unescaped(QString xml)
{
    return xml.replace(QLatin1String("&lt;"), QLatin1String("<"))
        .replace(QLatin1String("&gt;"), QLatin1String(">"))
        .replace(QLatin1String("&quot;"), QLatin1String("\""))
        .replace(QLatin1String("&amp;"), QLatin1String("&"));
}

} // namespace

QByteArray FigureProvenance::toJson() const
{
    QJsonArray list;
    for (const Run& run : runs)
        list.append(QJsonObject { { QStringLiteral("id"), text(run.id) },
                                  { QStringLiteral("name"), text(run.name) },
                                  { QStringLiteral("model"), text(run.model) },
                                  { QStringLiteral("dataset"), text(run.datasetName) },
                                  { QStringLiteral("dataset_hash"), text(run.datasetHash) },
                                  { QStringLiteral("params"), objectOf(run.params) } });
    QJsonArray ids;
    for (const std::string& id : subject.runs)
        ids.append(text(id));
    return inAscii(QJsonDocument(QJsonObject { { QStringLiteral("program"), QStringLiteral("OPAL Studio") },
                                               { QStringLiteral("version"), version },
                                               { QStringLiteral("figure"), figure },
                                               { QStringLiteral("subject"), ids },
                                               { QStringLiteral("user"), text(subject.user) },
                                               { QStringLiteral("options"), objectOf(subject.options) },
                                               { QStringLiteral("runs"), list } })
                       .toJson(QJsonDocument::Compact));
}

FigureProvenance FigureProvenance::fromJson(const QByteArray& json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    FigureProvenance result;
    result.figure = object[QStringLiteral("figure")].toString();
    result.version = object[QStringLiteral("version")].toString();
    if (result.figure.isEmpty()
        || object[QStringLiteral("program")].toString() != QLatin1String("OPAL Studio"))
        throw Error(ErrorCode::InvalidData,
                    "the provenance inside the file cannot be read; it was changed after the export");
    for (const auto& id : object[QStringLiteral("subject")].toArray())
        result.subject.runs.push_back(id.toString().toStdString());
    result.subject.user = object[QStringLiteral("user")].toString().toStdString();
    result.subject.options = mapOf(object[QStringLiteral("options")].toObject());
    for (const auto& value : object[QStringLiteral("runs")].toArray()) {
        const QJsonObject run = value.toObject();
        const auto field
            = [&run](const char* key) { return run[QLatin1String(key)].toString().toStdString(); };
        result.runs.push_back({ field("id"), field("name"), field("model"), field("dataset"),
                                field("dataset_hash"), mapOf(run[QStringLiteral("params")].toObject()) });
    }
    return result;
}

FigureProvenance provenanceOf(const RunStore& store, const QString& figure, const FigureSubject& subject)
{
    FigureProvenance result;
    result.figure = figure;
    result.subject = subject;
    result.version = QString::fromLatin1(applicationVersion);
    for (std::string& id : result.subject.runs) {
        const RunRecord run = store.run(id);
        id = run.id;
        result.runs.push_back({ run.id, run.name, run.model, run.datasetName, run.datasetHash, run.params });
    }
    return result;
}

std::optional<FigureProvenance> provenanceIn(const QByteArray& content, const QString& suffix)
{
    if (suffix == QLatin1String("png")) {
        QBuffer buffer;
        buffer.setData(content);
        buffer.open(QIODevice::ReadOnly);
        QImageReader reader(&buffer, "png");
        // Asked for the text after the picture, the reader would begin again behind the end of the file.
        const QString json = reader.read().text(QStringLiteral("opal"));
        if (json.isEmpty())
            return std::nullopt;
        return FigureProvenance::fromJson(json.toUtf8());
    }
    const QByteArray open = "<opal:provenance>";
    const qsizetype begin = content.indexOf(open);
    const qsizetype end = content.indexOf("</opal:provenance>", begin);
    if (begin < 0 || end < 0)
        return std::nullopt;
    return FigureProvenance::fromJson(
        unescaped(QString::fromUtf8(content.mid(begin + open.size(), end - begin - open.size()))).toUtf8());
}

std::optional<FigureProvenance> readProvenance(const QString& file)
{
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly))
        throw Error(ErrorCode::CannotRead,
                    "cannot read " + file.toStdString() + ": " + source.errorString().toStdString());
    return provenanceIn(source.readAll(), QFileInfo(file).suffix().toLower());
}

} // namespace opal
