namespace CnnVis.Tests.Tensors;

public class AtomicFileTests
{
    [Fact]
    public void Write_NewFolder_MakesItAndLeavesOneFile()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "a", "b", "file.bin");

        AtomicFile.Write(path, [1, 2, 3]);
        AtomicFile.Write(path, [4]);

        Assert.Equal([4], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Write_TargetIsAFolder_ThrowsAndLeavesNothing()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("taken");
        Directory.CreateDirectory(Path.Combine(path, "full"));

        Exception? exception = Record.Exception(() => AtomicFile.Write(path, [1]));

        Assert.True(exception is IOException or UnauthorizedAccessException);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
