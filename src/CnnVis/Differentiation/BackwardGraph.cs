using CnnVis.Onnx;

namespace CnnVis.Differentiation;

/// <summary>A graph that turns gradients of some tensors into gradients of tensors before them.</summary>
/// <param name="Model">The graph, of standard operators and, where they were allowed, kernels of ours.</param>
/// <param name="Saved">The tensors of the forward pass that it reads.</param>
/// <param name="SavedOfBaseline">The tensors of the baseline's forward pass that it reads, and the inputs that take them; empty where its rules know one run only.</param>
/// <param name="Seeds">The inputs that take dL/dy, by the tensor y.</param>
/// <param name="Gradients">The outputs that hold dL/dx, by the tensor x.</param>
/// <param name="IsStraightThrough">True where the gradient passed rounding as if it were not there.</param>
internal sealed record BackwardGraph(
    ModelProto Model,
    IReadOnlyList<string> Saved,
    IReadOnlyDictionary<string, string> SavedOfBaseline,
    IReadOnlyDictionary<string, string> Seeds,
    IReadOnlyDictionary<string, string> Gradients,
    bool IsStraightThrough);
