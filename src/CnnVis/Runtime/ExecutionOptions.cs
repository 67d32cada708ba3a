using CnnVis.Runtime;
using Microsoft.ML.OnnxRuntime;

namespace CnnVis;

/// <summary>How a model is run: on what, with how many threads, in how much memory.</summary>
public sealed record ExecutionOptions
{
    /// <summary>
    /// What computes the model. Where the application's ONNX Runtime lacks it or it does not start, loading fails: nothing falls back to the processor
    /// but single operators that the provider does not know. <value>The default is the processor.</value>
    /// </summary>
    public ExecutionProvider Provider { get; init; } = ExecutionProvider.Cpu;

    /// <summary>Threads at work at a time: of one run, or of several side by side where there are several images. <value>The default is one for each core.</value></summary>
    public int? Threads { get; init; }

    /// <summary>
    /// The most bytes that explaining may take beyond the loaded model: the tensors of a run, and the weights in the sessions that a method makes. Batches are
    /// made small enough; where even one image needs more, an error says how much.
    /// <value>The default is no limit but a batch's: an eighth of the machine's memory, at most 256 MB for scores and 512 MB for gradients.</value>
    /// </summary>
    public long? MemoryLimit { get; init; }

    /// <summary>The most images in one run. <value>The default follows from the memory that the model's tensors need.</value></summary>
    public int? BatchSize { get; init; }

    /// <summary>Called on the options of every ONNX Runtime session, last, for what the others do not cover. <value>The default does nothing.</value></summary>
    public Action<SessionOptions>? ConfigureSession { get; init; }

    internal void Validate()
    {
        ProviderRegistration.Validate(Provider);
        RefuseBelowOne(Threads, nameof(Threads));
        RefuseBelowOne(MemoryLimit, nameof(MemoryLimit));
        RefuseBelowOne(BatchSize, nameof(BatchSize));
    }

    private static void RefuseBelowOne(long? value, string option)
    {
        if (value < 1)
        {
            throw new ArgumentException($"{nameof(ExecutionOptions)}.{option} is {value}; it must be at least 1.");
        }
    }
}
