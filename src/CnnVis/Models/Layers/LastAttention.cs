using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>What the last attention of a transformer looks at.</summary>
internal sealed class LastAttention(CnnModel model, FeatureGrids grids, ImageWays ways)
{
    /// <summary>
    /// The last tensor of tokens from which the last attention before a tensor takes queries, keys and values alike, before its own projections:
    /// in a block "x + attention(norm(x))" the normalised x. Null where there is none.
    /// </summary>
    public string? Source(string tensor)
    {
        HashSet<string> before = model.Graph.Ancestors([tensor]);
        NodeProto? attention = model.Graph.Nodes.LastOrDefault(node => before.Contains(node.Output[0]) && IsAttention(node));
        return attention is null ? null : BeforeProjections(CommonSource(ways.ReadFor(attention.Output[0])));
    }

    // Written out, attention ends in the product of two tensors that both come from the image: weights and values.
    private bool IsAttention(NodeProto node) => node.OpType switch
    {
        "Attention" or "MultiHeadAttention" => true,
        "MatMul" or "Einsum" => ways.ReadFor(node.Output[0]).Count > 1,
        _ => false,
    };

    private string? CommonSource(IEnumerable<string> tensors)
    {
        var open = new SortedSet<(int Order, string Tensor)>(tensors.Select(tensor => (ways.OrderOf(tensor), tensor)));
        while (open.Max is { Tensor: { } latest } last)
        {
            if (open.Count == 1 && grids.Of(latest) is not null)
            {
                return latest;
            }

            open.Remove(last);
            open.UnionWith(ways.ReadFor(latest).Select(tensor => (ways.OrderOf(tensor), tensor)));
        }

        return null;
    }

    private string? BeforeProjections(string? tensor)
    {
        while (tensor is not null && ProjectionInput(tensor) is { } input && grids.Of(input) is not null)
        {
            tensor = input;
        }

        return tensor;
    }

    private string? ProjectionInput(string tensor)
    {
        string product = model.Graph.Producer(tensor) is { OpType: "Add" } && ways.ReadFor(tensor) is [string withoutBias] ? withoutBias : tensor;
        return model.Graph.Producer(product) is { OpType: "MatMul" or "Gemm" } && ways.ReadFor(product) is [string input] ? input : null;
    }
}
