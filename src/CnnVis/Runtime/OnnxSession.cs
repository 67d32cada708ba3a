using Microsoft.ML.OnnxRuntime;

namespace CnnVis.Runtime;

/// <summary>One ONNX Runtime session. Safe to run from several threads.</summary>
internal sealed class OnnxSession : IDisposable
{
    private const int LargeModel = 16 << 20;

    private readonly InferenceSession _session;
    private readonly string _modelName;
    private readonly MemoryBudget.SessionAccount _account;
    private readonly SessionWeights? _weights;

    public OnnxSession(byte[] model, string modelName, SessionSettings settings)
    {
        _modelName = modelName;
        _weights = settings.Weights;
        _account = settings.Budget.Open(settings.IsOfModel ? 0 : model.Length, settings.Weights?.ByteCount ?? 0);
        try
        {
            using SessionOptions options = settings.ToSessionOptions();
            bool isLarge = model.Length > LargeModel;
            if (isLarge && settings.Budget.IsLimited)
            {
                ReleaseGarbage();
            }

            _session = new InferenceSession(model, options);
            if (isLarge)
            {
                // Serialised, the weights are a large array that the collector would keep for long.
                model = [];
                ReleaseGarbage();
            }
        }
        catch (OnnxRuntimeException e)
        {
            _account.Dispose();
            throw new ModelException(modelName, $"ONNX Runtime refuses it: {OneLine(e.Message)}", e);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or TypeInitializationException or BadImageFormatException)
        {
            _account.Dispose();
            throw new CnnVisException(
                "ONNX Runtime's native library is missing or of another version. Add one of these packages to the application: "
                + "Microsoft.ML.OnnxRuntime (processor), Microsoft.ML.OnnxRuntime.Gpu (CUDA), Microsoft.ML.OnnxRuntime.DirectML (Windows).",
                e);
        }
    }

    /// <summary>The memory that its runs may take.</summary>
    public MemoryBudget Budget => _account.Budget;

    public IReadOnlyCollection<string> InputNames => _session.InputMetadata.Keys.ToList();

    public bool Takes(string input) => _session.InputMetadata.ContainsKey(input);

    /// <summary>Runs the model; the caller disposes the values.</summary>
    public IDisposableReadOnlyCollection<OrtValue> Run(
        IReadOnlyDictionary<string, OrtValue> inputs,
        IReadOnlyCollection<string> outputs,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _account.Use();
        using var runOptions = new RunOptions();
        using CancellationTokenRegistration registration = cancellationToken.Register(() => runOptions.Terminate = true);
        try
        {
            return _session.Run(runOptions, inputs, outputs);
        }
        catch (OnnxRuntimeException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw AllocationException.Is(e) ? new AllocationException(_modelName, e) : new ModelException(_modelName, $"ONNX Runtime could not run it: {OneLine(e.Message)}", e);
        }
    }

    public void Dispose()
    {
        _session.Dispose();
        _weights?.Dispose();
        _account.Dispose();
    }

    private static void ReleaseGarbage()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        NativeHeap.ReleaseFreedPages();
    }

    internal static string OneLine(string message) =>
        string.Join(' ', message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
