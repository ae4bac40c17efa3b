// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/checkpointwriter.h"

#include <omp.h>
#include <utility>

#include <torch/torch.h>

namespace opal {

CheckpointWriter::CheckpointWriter(std::string runFolder)
    : m_runFolder(std::move(runFolder))
    , m_thread([this] { work(); })
{
}

CheckpointWriter::~CheckpointWriter()
{
    finish();
    m_ending = true;
    m_asked.post();
}

void CheckpointWriter::write(const Checkpoint& live, const std::optional<TrainState>& best)
{
    m_idle.wait();
    try {
        {
            const std::lock_guard lock(m_mutex);
            if (m_failure)
                std::rethrow_exception(std::exchange(m_failure, nullptr));
        }
        m_copy.identity = live.identity;
        m_copy.state = live.state;
        copyInto(m_copy.weights, live.weights);
        copyInto(m_copy.moments, live.moments);
        m_best = best;
    } catch (...) {
        m_idle.post();
        throw;
    }
    m_asked.post();
}

std::vector<std::int64_t> CheckpointWriter::takeWritten()
{
    const std::lock_guard lock(m_mutex);
    if (m_failure)
        std::rethrow_exception(std::exchange(m_failure, nullptr));
    return std::exchange(m_written, {});
}

void CheckpointWriter::finish()
{
    m_idle.wait();
    m_idle.post();
}

void CheckpointWriter::work()
{
    // One thread for the check of the numbers: the others are training. LibTorch sets the number again in
    // each thread that first asks for it.
    at::get_num_threads();
    omp_set_num_threads(1);
    for (;;) {
        m_asked.wait();
        if (m_ending)
            return;
        std::exception_ptr failure;
        try {
            writeFiles();
        } catch (...) {
            failure = std::current_exception();
        }
        {
            const std::lock_guard lock(m_mutex);
            if (failure)
                m_failure = failure;
            else
                m_written.push_back(m_copy.state.step);
        }
        m_idle.post();
    }
}

void CheckpointWriter::writeFiles() const
{
    const TrainState& state = m_copy.state;
    // A checkpoint must never hold numbers that training cannot go on from.
    for (const auto* tensors : { &m_copy.weights, &m_copy.moments }) {
        if (const auto name = firstNonFinite(*tensors))
            failNonFinite(placeText(state.stage, state.step, "weights '" + *name + "'"));
    }
    if (m_best) {
        saveCheckpoint(bestFile(m_runFolder, m_best->stage, m_best->best.at(m_best->stage)),
                       { m_copy.identity, *m_best, m_copy.weights, {} });
    }
    saveCheckpoint(lastFile(m_runFolder), m_copy);
    removeSuperseded(m_runFolder, state);
}

void CheckpointWriter::copyInto(std::map<std::string, torch::Tensor>& copies,
                                const std::map<std::string, torch::Tensor>& live)
{
    const torch::NoGradGuard noGrad;
    std::erase_if(copies, [&live](const auto& entry) { return !live.contains(entry.first); });
    for (const auto& [name, tensor] : live) {
        torch::Tensor& copy = copies[name];
        if (!copy.defined() || copy.sizes() != tensor.sizes() || copy.scalar_type() != tensor.scalar_type())
            copy = torch::empty(tensor.sizes(), torch::TensorOptions(tensor.scalar_type()));
        copy.copy_(tensor);
    }
}

} // namespace opal
