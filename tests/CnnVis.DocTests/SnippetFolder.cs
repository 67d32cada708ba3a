using CnnVis.Skia;

namespace CnnVis.DocTests;

/// <summary>A working folder with the files that the documentation's code names.</summary>
public sealed class SnippetFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _before = Environment.CurrentDirectory;

    public SnippetFolder()
    {
        File.Copy(Path.Combine(RepositoryFolder.Assets, "cifar10.onnx"), _folder.File("model.onnx"));
        ImageFile.Load(Path.Combine(RepositoryFolder.Assets, "chelsea.png")).Save(_folder.File("photo.jpg"));
        File.Copy(_folder.File("photo.jpg"), _folder.File("cat.jpg"));
        ImageFile.Load(Path.Combine(RepositoryFolder.Assets, "coffee.png")).Save(_folder.File("coffee.jpg"));
        File.WriteAllLines(_folder.File("labels.txt"), ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]);
        Environment.CurrentDirectory = _folder.Path;
    }

    public bool Has(string file) => new FileInfo(_folder.File(file)) is { Exists: true, Length: > 0 };

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        _folder.Dispose();
    }
}
