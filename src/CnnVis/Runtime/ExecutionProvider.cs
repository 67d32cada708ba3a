namespace CnnVis;

/// <summary>What computes a model: the processor, or an accelerator for which the application brings a package of ONNX Runtime.</summary>
public enum ExecutionProvider
{
    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>A GPU of NVIDIA; package Microsoft.ML.OnnxRuntime.Gpu.</summary>
    Cuda,

    /// <summary>Any GPU on Windows; package Microsoft.ML.OnnxRuntime.DirectML.</summary>
    DirectML,

    /// <summary>GPU and neural engine of Apple; package Microsoft.ML.OnnxRuntime on macOS and iOS.</summary>
    CoreML,

    /// <summary>Processors, GPUs and NPUs of Intel; package Intel.ML.OnnxRuntime.OpenVino.</summary>
    OpenVino,
}
