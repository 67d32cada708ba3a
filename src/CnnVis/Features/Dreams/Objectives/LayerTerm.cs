using System.Numerics.Tensors;

namespace CnnVis.Features.Dreams;

/// <summary>The mean of the squares of everything that a layer computes: whatever it sees in a picture is made stronger.</summary>
internal sealed class LayerTerm(LayerSelector layer) : ObjectiveTerm
{
    public override string Name => $"squares of {layer}";

    public override string TensorOf(CnnModel model) => layer.Resolve(model).OutputTensor;

    public override TermFunction Bind(DreamSubject subject) => TermFunctions.OfEachImage((values, weight, gradient) =>
    {
        TensorPrimitives.MultiplyAdd(values, 2 * weight / values.Length, gradient, gradient);
        return TensorPrimitives.SumOfSquares(values) / values.Length;
    });
}
