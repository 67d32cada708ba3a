using System.Globalization;
using System.Text;

namespace CnnVis.TestSupport.TensorBoard;

/// <summary>A value of a summary, by the field numbers of TensorFlow's summary.proto, histogram.proto and tensor.proto.</summary>
internal sealed class ReadValue(long step, WireMessage value)
{
    private const int TensorClass = 2;
    private const int BlobSequenceClass = 3;
    private const int StringType = 7;

    public long Step { get; } = step;

    public string Tag { get; } = value.Text(1);

    public string Description { get; } = value.Message(9)?.Text(3) ?? "";

    public bool IsScalar => value.Has(2);

    public bool IsHistogram => value.Has(5);

    public bool IsImage => Plugin == "images";

    public float Scalar => IsScalar ? value.Float(2) : throw new InvalidDataException($"{Tag} is no scalar.");

    public ReadHistogram Histogram => new(value.Message(5) ?? throw new InvalidDataException($"{Tag} is no histogram."));

    /// <summary>As TensorBoard's images plugin wants it: a list of width, height and file.</summary>
    public (int Width, int Height, byte[] File) Image
    {
        get
        {
            WireMessage tensor = TensorOf("images", BlobSequenceClass);
            IReadOnlyList<byte[]> strings = tensor.AllBytes(8);
            Assert.Equal([3L], tensor.Message(2)!.Messages(2).Select(dimension => dimension.Integer(1)));
            Assert.Equal(3, strings.Count);
            return (int.Parse(Encoding.ASCII.GetString(strings[0]), CultureInfo.InvariantCulture), int.Parse(Encoding.ASCII.GetString(strings[1]), CultureInfo.InvariantCulture), strings[2]);
        }
    }

    /// <summary>As TensorBoard's text plugin wants it: one string of no axes.</summary>
    public string Text
    {
        get
        {
            WireMessage tensor = TensorOf("text", TensorClass);
            Assert.False(tensor.Message(2)?.Has(2) ?? false);
            return Encoding.UTF8.GetString(Assert.Single(tensor.AllBytes(8)));
        }
    }

    private string? Plugin => value.Message(9)?.Message(1)?.Text(1);

    private WireMessage TensorOf(string plugin, int dataClass)
    {
        Assert.Equal((plugin, (long)dataClass), (Plugin, value.Message(9)!.Integer(4)));
        WireMessage tensor = value.Message(8)!;
        Assert.Equal(StringType, tensor.Integer(1));
        return tensor;
    }
}
