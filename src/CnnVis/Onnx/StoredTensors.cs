namespace CnnVis.Onnx;

/// <summary>Finds every tensor that a model stores: initializers, attributes, the bodies of control flow and of functions.</summary>
internal static class StoredTensors
{
    public static IEnumerable<TensorProto> Of(ModelProto model) =>
        Of(model.Graph).Concat(model.Functions.SelectMany(function => function.Node.SelectMany(Of)));

    private static IEnumerable<TensorProto> Of(GraphProto graph) => graph.Initializer
        .Concat(graph.SparseInitializer.SelectMany(Of))
        .Concat(graph.Node.SelectMany(Of));

    private static IEnumerable<TensorProto> Of(NodeProto node) => node.Attribute.SelectMany(attribute =>
        Present(attribute.T)
            .Concat(attribute.Tensors)
            .Concat(Present(attribute.SparseTensor).Concat(attribute.SparseTensors).SelectMany(Of))
            .Concat(Present(attribute.G).Concat(attribute.Graphs).SelectMany(Of)));

    private static IEnumerable<TensorProto> Of(SparseTensorProto sparse) => Present(sparse.Values).Concat(Present(sparse.Indices));

    private static IEnumerable<T> Present<T>(T? value)
        where T : class => value is null ? [] : [value];
}
