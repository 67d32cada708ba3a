using System.Globalization;
using Google.Protobuf;

namespace CnnVis.TensorBoard;

/// <summary>Values in the form that TensorFlow 2 writes, with the name of the page that shows them: of pictures, only this form keeps the description.</summary>
internal static class SummaryValues
{
    public static Summary.Types.Value Image(ReadOnlySpan<byte> png, string? description)
    {
        (uint width, uint height) = PngHeader.SizeOf(png);
        var tensor = new TensorProto { Dtype = DataType.DtString, TensorShape = Shapes.Of(3) };
        tensor.StringVal.Add(ByteString.CopyFromUtf8(width.ToString(CultureInfo.InvariantCulture)));
        tensor.StringVal.Add(ByteString.CopyFromUtf8(height.ToString(CultureInfo.InvariantCulture)));
        tensor.StringVal.Add(ByteString.CopyFrom(png));
        return Of(tensor, "images", DataClass.BlobSequence, description);
    }

    public static Summary.Types.Value Text(string markdown) =>
        Of(new TensorProto { Dtype = DataType.DtString, TensorShape = Shapes.Of(), StringVal = { ByteString.CopyFromUtf8(markdown) } }, "text", DataClass.Tensor, description: null);

    private static Summary.Types.Value Of(TensorProto tensor, string plugin, DataClass dataClass, string? description) => new()
    {
        Metadata = new SummaryMetadata
        {
            PluginData = new SummaryMetadata.Types.PluginData { PluginName = plugin },
            SummaryDescription = description ?? "",
            DataClass = dataClass,
        },
        Tensor = tensor,
    };
}
