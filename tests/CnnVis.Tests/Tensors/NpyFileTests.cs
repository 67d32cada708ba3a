using System.Text;
using CsCheck;

namespace CnnVis.Tests.Tensors;

public class NpyFileTests
{
    [Fact]
    public void ToBytes_AnyArray_ReadsBack() => (
        from shape in Gen.Int[1, 5].Array[1, 4]
        from values in Gen.Float[-1e6f, 1e6f].Array[shape.Aggregate(1, (a, b) => a * b)]
        select (shape, values)).Sample(sample =>
        {
            NpyArray read = NpyFile.Parse(NpyFile.ToBytes(sample.values, sample.shape), "test");

            Assert.Equal(sample.shape, read.Shape);
            Assert.Equal(sample.values, read.Values.Select(value => (float)value));
        });

    [Fact]
    public void ToBytes_DataStartAtAMultipleOf64()
    {
        byte[] file = NpyFile.ToBytes([1, 2, 3], [3]);

        Assert.Equal(0, (file.Length - (3 * sizeof(float))) % 64);
        Assert.Contains("'shape': (3,)", Encoding.ASCII.GetString(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("this is text and long enough", "this is not a NumPy .npy file")]
    [InlineData("", "this is not a NumPy .npy file")]
    public void Parse_NotNpy_SaysSo(string content, string message) =>
        AssertError(Encoding.ASCII.GetBytes(content), message);

    [Fact]
    public void Parse_Truncated_SaysHowMuchIsMissing() =>
        AssertError(NpyFile.ToBytes([1, 2, 3, 4], [2, 2])[..^5], "the file is truncated: 4 elements need 16 bytes, 11 are there");

    [Fact]
    public void Parse_TruncatedHeader_SaysSo() => AssertError(NpyFile.ToBytes([1], [1])[..40], "truncated inside its header");

    [Theory]
    [InlineData("<f4", "<c8", "elements of type '<c8' are not supported")]
    [InlineData("False", "True ", "Fortran order")]
    [InlineData("(2, 2)", "(-2,2)", "cannot be used")]
    public void Parse_UnsupportedHeader_SaysWhy(string from, string to, string message)
    {
        byte[] file = NpyFile.ToBytes([1, 2, 3, 4], [2, 2]);
        string text = Encoding.Latin1.GetString(file).Replace(from, to, StringComparison.Ordinal);

        AssertError(Encoding.Latin1.GetBytes(text), message);
    }

    [Fact]
    public void LoadNpy_NotANumber_NamesTheElement()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("nan.npy"), NpyFile.ToBytes([0, float.NaN, 0, 0], [1, 1, 2, 2]));

        CnnVisException exception = Assert.Throws<CnnVisException>(() => ImageTensor.LoadNpy(folder.File("nan.npy"), TensorLayout.Nchw));

        Assert.StartsWith("nan.npy: The tensor holds NaN at element 1.", exception.Message, StringComparison.Ordinal);
    }

    private static void AssertError(byte[] file, string message) =>
        Assert.Contains(message, Assert.Throws<CnnVisException>(() => NpyFile.Parse(file, "x.npy")).Message, StringComparison.Ordinal);
}
