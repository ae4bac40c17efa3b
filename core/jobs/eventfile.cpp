// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/eventfile.h"

#include <boost/crc.hpp>
#include <cstring>
#include <string_view>

#include "core/data/atomicfile.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

/// A message of Protocol Buffers, as far as tensorflow/core/util/event.proto needs it.
class Message final
{
public:
    Message& number(int field, double value) { return fixed(field, 1, &value, sizeof value); }

    Message& number(int field, float value) { return fixed(field, 5, &value, sizeof value); }

    Message& whole(int field, std::int64_t value)
    {
        key(field, 0);
        varint(static_cast<std::uint64_t>(value));
        return *this;
    }

    Message& text(int field, std::string_view value)
    {
        key(field, 2);
        varint(value.size());
        m_bytes += value;
        return *this;
    }

    Message& message(int field, const Message& value) { return text(field, value.m_bytes); }

    const std::string& bytes() const { return m_bytes; }

private:
    Message& fixed(int field, int wire, const void* value, std::size_t size)
    {
        key(field, wire);
        m_bytes.append(static_cast<const char*>(value), size);
        return *this;
    }

    void key(int field, int wire)
    {
        varint((static_cast<std::uint64_t>(field) << 3U) | static_cast<std::uint64_t>(wire));
    }

    void varint(std::uint64_t value)
    {
        for (; value >= 0x80; value >>= 7U)
            m_bytes += static_cast<char>((value & 0x7FU) | 0x80U);
        m_bytes += static_cast<char>(value);
    }

    std::string m_bytes;
};

/// CRC-32C as TFRecord files have it: turned and moved, so that a checksum of checksums tells something.
std::uint32_t maskedChecksum(const void* data, std::size_t size)
{
    boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> checksum;
    checksum.process_bytes(data, size);
    const std::uint32_t value = checksum.checksum();
    return ((value >> 15U) | (value << 17U)) + 0xA282EAD8U;
}

void writeRecord(AtomicFile& file, const Message& event)
{
    const std::uint64_t length = event.bytes().size();
    const std::uint32_t lengthChecksum = maskedChecksum(&length, sizeof length);
    const std::uint32_t dataChecksum = maskedChecksum(event.bytes().data(), event.bytes().size());
    file.write(&length, sizeof length);
    file.write(&lengthChecksum, sizeof lengthChecksum);
    file.write(event.bytes().data(), event.bytes().size());
    file.write(&dataChecksum, sizeof dataChecksum);
}

/// Events of one run, each with its place in the time of work.
class EventWriter final
{
public:
    EventWriter(const std::string& path, const RunRecord& run)
        : m_file(path)
        , m_begin(static_cast<double>(run.createdMs) / 1000)
        , m_perStep(run.step > 0 ? run.seconds / static_cast<double>(run.step) : 0)
    {
        writeRecord(m_file, Message().number(1, m_begin).text(3, "brain.Event:2"));
    }

    /// All values of one step.
    void add(std::int64_t step, const NamedValues& values)
    {
        Message summary;
        for (const auto& [tag, value] : values)
            summary.message(1, Message().text(1, tag).number(2, static_cast<float>(value)));
        writeRecord(m_file,
                    Message()
                        .number(1, m_begin + m_perStep * static_cast<double>(step))
                        .whole(2, step)
                        .message(5, summary));
    }

    void add(std::int64_t step, const std::string& day, const MetricSet& metrics)
    {
        NamedValues values;
        for (const auto& [metric, byCutoff] : metrics.values)
            for (const auto& [cutoff, value] : byCutoff)
                values.emplace_back(day + "/" + metric + "@" + std::to_string(cutoff), value);
        add(step, values);
    }

    void commit() { m_file.commit(); }

private:
    AtomicFile m_file;
    double m_begin;
    double m_perStep;
};

} // namespace

void writeEventFile(const std::string& path, const RunRecord& run, const RunCurves& curves)
{
    EventWriter writer(path, run);
    for (const StepReport& step : curves.steps) {
        NamedValues values { { "train/learning_rate", step.learningRate } };
        for (const auto& [term, value] : step.terms)
            values.emplace_back("train/" + term, value);
        writer.add(step.step, values);
    }
    for (const EvaluationReport& evaluation : curves.evaluations)
        writer.add(evaluation.step, "validation", evaluation.metrics);
    if (run.test)
        writer.add(run.step, "test", *run.test);
    writer.commit();
}

} // namespace opal
