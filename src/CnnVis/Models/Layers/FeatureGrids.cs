namespace CnnVis.Models;

/// <summary>Finds which tensors of a model keep the image's places, and how.</summary>
internal sealed class FeatureGrids(CnnModel model)
{
    /// <summary>The grid of a tensor at the model's own size of image, or null where it has no places.</summary>
    public FeatureGrid? Of(string tensor) => model.ShapeOf(tensor) is { Length: > 1 } shape ? Of(tensor, shape.AsSpan(1)) : null;

    /// <summary>The grid of a tensor whose shape for one image, without the batch, is known.</summary>
    public FeatureGrid? Of(string tensor, ReadOnlySpan<int> shape)
    {
        FeatureGrid? grid = shape.Length switch
        {
            3 when !IsOfAttention(tensor) => ActivationLayout.Of(tensor, model) == TensorLayout.Nhwc
                ? FeatureGrid.ChannelsLast(shape[0], shape[1], shape[2])
                : FeatureGrid.ChannelsFirst(shape[0], shape[1], shape[2]),
            2 when TokenGrid.Of(tensor, shape[0], model) is { } tokens => FeatureGrid.Tokens(tokens.Before, tokens.Height, tokens.Width, shape[1]),
            _ => null,
        };
        return grid is { CellCount: > 1 } ? grid : null;
    }

    // Four axes too, but heads and tokens: [N, heads, tokens, tokens].
    private bool IsOfAttention(string tensor) => model.Graph.Producer(tensor) is { OpType: "MatMul" or "Softmax" or "Einsum" } node
        && (node.OpType == "Softmax" || node.Input.All(input => model.ShapeOf(input) is not null));
}
