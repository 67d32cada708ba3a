using CnnVis.Onnx;

namespace CnnVis.Differentiation.Preparation;

/// <summary>
/// Merges what scales and shifts each channel of a linear layer's output (BatchNormalization, or Mul and Add of constants) into the layer's
/// weights and bias, as methods of relevance want it. The results of the graph stay what they were. Behind an activation nothing can be
/// merged: such nodes remain.
/// </summary>
internal static class LayerMerging
{
    /// <param name="forward">The graph.</param>
    /// <param name="kept">Tensors that must stay, besides the graph's outputs.</param>
    public static ForwardGraph Apply(ForwardGraph forward, IEnumerable<string> kept)
    {
        OnnxGraph graph = forward.Model.Graph;
        HashSet<string> staying = [.. graph.Outputs.Select(output => output.Name), .. kept];
        var open = new Dictionary<string, MergedLayer>(StringComparer.Ordinal);
        var layers = new List<MergedLayer>();
        foreach (NodeProto node in graph.Nodes)
        {
            if (LinearLayers.Contain(forward, node))
            {
                layers.Add(open[node.Output[0]] = new MergedLayer(forward, node));
            }
            else if (Follows(node) is { } layer && ChannelAffine.Of(forward, node, layer.Output, layer.ChannelAxis) is { } affine)
            {
                open.Remove(layer.Output);
                layer.Append(node, affine);
                open[layer.Output] = layer;
            }
        }

        MergedLayer[] changed = [.. layers.Where(layer => layer.IsChanged && !layer.IsProductWithBias)];
        return changed.Length == 0 ? forward : Rebuild(forward, changed);

        MergedLayer? Follows(NodeProto node) => node.Input.Select(input => open.GetValueOrDefault(input))
            .FirstOrDefault(layer => layer is not null && !staying.Contains(layer.Output) && graph.Consumers(layer.Output).Count == 1);
    }

    private static ForwardGraph Rebuild(ForwardGraph forward, MergedLayer[] layers)
    {
        HashSet<NodeProto> merged = new(layers.SelectMany(layer => layer.Followers), ReferenceEqualityComparer.Instance);
        var replaced = new Dictionary<NodeProto, NodeProto[]>(ReferenceEqualityComparer.Instance);
        var stored = new List<TensorProto>();
        foreach (MergedLayer layer in layers)
        {
            (replaced[layer.Node], TensorProto[] numbers) = layer.Nodes();
            stored.AddRange(numbers);
        }

        NodeProto[] nodes =
        [
            .. forward.Model.Graph.Nodes.Where(node => !merged.Contains(node)).SelectMany(node => replaced.GetValueOrDefault(node) ?? [node]),
        ];
        HashSet<string> gone = [.. layers.Select(layer => layer.Node).Concat(merged).SelectMany(node => node.Output)];
        gone.ExceptWith(nodes.SelectMany(node => node.Output));
        return forward.With(nodes, stored, gone);
    }
}
