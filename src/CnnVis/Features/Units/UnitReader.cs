using CnnVis.Features.Maps;
using CnnVis.Onnx;
using CnnVis.Runtime;

namespace CnnVis.Features.Units;

/// <summary>Finds out where one number of a layer comes from.</summary>
internal static class UnitReader
{
    public static FeatureUnit Read(FeatureMapSource source, int channel, int row, int column, float value, CancellationToken cancellationToken)
    {
        Layer layer = source.Layer;
        PixelRectangle? pixels = source.Image.Shape == layer.Model.ImageInput.Shape
            ? ReceptiveField.Of(layer.Model, layer.OutputTensor)?.PixelsOf(row, column)
            : null;
        return new FeatureUnit(layer.Name, channel, row, column, value)
        {
            Pixels = pixels,
            Picture = source.Picture,
            PictureRegion = pixels is { } seen ? source.Geometry?.InPicture(seen, source.Image.Shape) : null,
            Arithmetic = Arithmetic(source, channel, row, column, cancellationToken),
        };
    }

    private static ConvolutionArithmetic? Arithmetic(FeatureMapSource source, int channel, int row, int column, CancellationToken cancellationToken)
    {
        CnnModel model = source.Layer.Model;
        NodeProto[] nodes = [.. From(source.Layer.Node, model)];
        if (nodes is not [{ OpType: "Conv" } convolution, ..]
            || model.Layers.FirstOrDefault(layer => layer.OutputTensor == convolution.Output[0]) is not { } layer
            || KernelWeights.OriginalOrNone(layer) is not { Shape.Length: 4 } weights)
        {
            return null;
        }

        string[] outputs = [.. nodes.Select(node => node.Output[0])];
        bool readsImage = convolution.Input[0] == model.ImageInput.Name;
        TensorBatch[] values = model.Activations(source.Image, readsImage ? outputs : [.. outputs, convolution.Input[0]], cancellationToken);
        TensorBatch input = readsImage ? new TensorBatch([.. source.Image.Memory.Span], source.Image.Shape.Dimensions(1)[1..], 1) : values[^1];
        int cell = (((channel * values[0].Shape[1]) + row) * values[0].Shape[2]) + column;
        UnitStep[] steps = [.. nodes.Zip(values, (node, output) => new UnitStep(NameOf(node), node.OpType, output.Values[cell])).Skip(1)];
        return PatchReader.Read(layer, weights, channel, row, column, input, values[0], steps);
    }

    /// <summary>The convolution whose numbers a layer holds, what is done to them up to the layer, and what else is done to each directly behind it.</summary>
    private static IEnumerable<NodeProto> From(NodeProto layer, CnnModel model)
    {
        var nodes = new LinkedList<NodeProto>([layer]);
        while (NumberByNumber.Contains(nodes.First!.Value.OpType) && model.Graph.Producer(nodes.First.Value.Input[0]) is { } before)
        {
            nodes.AddFirst(before);
        }

        while (model.Graph.Consumers(nodes.Last!.Value.Output[0]) is [var after] && NumberByNumber.Contains(after.OpType))
        {
            nodes.AddLast(after);
        }

        return nodes.Where(node => node.OpType is not ("Identity" or "Dropout"));
    }

    private static string NameOf(NodeProto node) => node.Name.Length > 0 ? node.Name : node.Output[0];
}
