using Microsoft.ML.OnnxRuntime;

namespace CnnVis.Runtime;

/// <summary>A run did not get its memory. It reaches a caller where not even one image at a time can be run.</summary>
internal sealed class AllocationException(string modelName, Exception cause) : CnnVisException(
    $"{modelName}: there is not enough memory even for one image at a time: {OnnxSession.OneLine(cause.Message)} Close other programs, or choose a smaller image or model.",
    cause)
{
    // It has no code of its own: these are the words of the arena, of C++ and of the accelerators.
    private static readonly string[] Signs =
    [
        "Failed to allocate memory", "smaller than requested bytes", "bad_alloc", "bad allocation", "out of memory", "not enough memory", "ALLOC_FAILED", "E_OUTOFMEMORY", "8007000E",
    ];

    public static bool Is(OnnxRuntimeException e) => Signs.Any(sign => e.Message.Contains(sign, StringComparison.OrdinalIgnoreCase));
}
