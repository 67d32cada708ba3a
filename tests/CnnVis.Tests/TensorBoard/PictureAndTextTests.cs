using System.Buffers.Binary;
using CnnVis.TestSupport.TensorBoard;

namespace CnnVis.Tests.TensorBoard;

public class PictureAndTextTests
{
    [Fact]
    public void Image_IsItsFileWithTheSizeThatItHas()
    {
        byte[] png = File.ReadAllBytes(Path.Combine(RepositoryFolder.Assets, "chelsea.png"));
        using var folder = new TemporaryFolder();
        using (var writer = new TensorBoardWriter(folder.Path))
        {
            writer.AddImage("photos/cat", png, 4, "A **cat**.");
        }

        ReadValue value = ReadEvents.In(folder.Path)["photos/cat"];
        Assert.Equal(png, value.Image.File);
        Assert.Equal((451, 300), (value.Image.Width, value.Image.Height));
        Assert.Equal((BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))), (value.Image.Width, value.Image.Height));
        Assert.Equal((4, "A **cat**."), (value.Step, value.Description));
    }

    [Theory]
    [InlineData("")]
    [InlineData("GIF89a, which is longer than the header of a PNG file")]
    public void OtherBytes_AreRefused(string file)
    {
        using var folder = new TemporaryFolder();
        using var writer = new TensorBoardWriter(folder.Path);

        Assert.Contains("no PNG file", Assert.Throws<ArgumentException>(() => writer.AddImage("picture", System.Text.Encoding.ASCII.GetBytes(file))).Message, StringComparison.Ordinal);
        Assert.Empty(ReadEvents.In(folder.Path).Values);
    }

    [Fact]
    public void TruncatedHeader_IsRefused()
    {
        byte[] png = File.ReadAllBytes(Path.Combine(RepositoryFolder.Assets, "chelsea.png"));
        using var folder = new TemporaryFolder();
        using var writer = new TensorBoardWriter(folder.Path);

        Assert.Throws<ArgumentException>(() => writer.AddImage("picture", png.AsSpan(0, 20)));
    }

    [Fact]
    public void Text_IsReadBack()
    {
        using var folder = new TemporaryFolder();
        using (var writer = new TensorBoardWriter(folder.Path))
        {
            writer.AddText("notes", "# Größe\n\n- 猫\n", 2);
            writer.AddText("empty", "");
        }

        var events = ReadEvents.In(folder.Path);
        Assert.Equal((2L, "# Größe\n\n- 猫\n"), (events["notes"].Step, events["notes"].Text));
        Assert.Equal("", events["empty"].Text);
    }
}
