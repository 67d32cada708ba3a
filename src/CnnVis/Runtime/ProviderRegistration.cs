using Microsoft.ML.OnnxRuntime;

namespace CnnVis.Runtime;

/// <summary>Adds a provider to a session, or says which package lacks.</summary>
internal static class ProviderRegistration
{
    private const string Processor = "Microsoft.ML.OnnxRuntime";

    private static readonly Dictionary<ExecutionProvider, Provider> Accelerators = new()
    {
        [ExecutionProvider.Cuda] = new(
            "CUDAExecutionProvider",
            $"Microsoft.ML.OnnxRuntime.Gpu instead of {Processor}",
            "It needs a GPU of NVIDIA with its driver, and the versions of CUDA and cuDNN that the package names.",
            options => options.AppendExecutionProvider_CUDA(0)),
        [ExecutionProvider.DirectML] = new(
            "DmlExecutionProvider",
            $"Microsoft.ML.OnnxRuntime.DirectML instead of {Processor}, on Windows",
            "It needs Windows and a GPU that knows DirectX 12.",
            options =>
            {
                // DirectML refuses memory patterns.
                options.EnableMemoryPattern = false;
                options.AppendExecutionProvider_DML(0);
            }),
        [ExecutionProvider.CoreML] = new(
            "CoreMLExecutionProvider",
            $"{Processor} and run on macOS or iOS",
            "It needs macOS 10.15 or iOS 13.",
            options => options.AppendExecutionProvider("CoreML")),
        [ExecutionProvider.OpenVino] = new(
            "OpenVINOExecutionProvider",
            $"Intel.ML.OnnxRuntime.OpenVino instead of {Processor}",
            "It needs a device of Intel and the OpenVINO that the package names.",
            options => options.AppendExecutionProvider("OpenVINO")),
    };

    public static void Validate(ExecutionProvider provider)
    {
        if (!Enum.IsDefined(provider))
        {
            throw new ArgumentException(
                $"{nameof(ExecutionOptions.Provider)} cannot be {provider}. Possible: {string.Join(", ", Enum.GetNames<ExecutionProvider>())}.");
        }
    }

    /// <exception cref="CnnVisException">ONNX Runtime was built without it, or it does not start.</exception>
    public static void AddTo(SessionOptions options, ExecutionProvider provider)
    {
        if (provider == ExecutionProvider.Cpu)
        {
            return;
        }

        Provider wanted = Accelerators[provider];
        string[] present = OrtEnv.Instance().GetAvailableProviders();
        if (!present.Contains(wanted.RuntimeName))
        {
            throw new CnnVisException(
                $"The application's ONNX Runtime has no {provider} provider; it has {string.Join(", ", present)}. "
                + $"Add the package {wanted.Package}, or set {nameof(ExecutionOptions.Provider)} to {nameof(ExecutionProvider.Cpu)}.");
        }

        try
        {
            wanted.Append(options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new CnnVisException($"The {provider} provider does not start: {OnnxSession.OneLine(e.Message)} {wanted.Needs}", e);
        }
    }

    private sealed record Provider(string RuntimeName, string Package, string Needs, Action<SessionOptions> Append);
}
