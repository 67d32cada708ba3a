namespace CnnVis.Cli.Bench;

/// <summary>The model's file: the user's own, or one of a network by name that is gone afterwards.</summary>
internal sealed class BuiltNetwork : IDisposable
{
    private readonly string? _folder;

    private BuiltNetwork(string path, string? folder) => (Path, _folder) = (path, folder);

    public string Path { get; }

    public static BuiltNetwork Of(string given)
    {
        if (Network.All.TryGetValue(given, out Func<byte[]>? build))
        {
            string folder = Directory.CreateTempSubdirectory("cnnvis-").FullName;
            var built = new BuiltNetwork(System.IO.Path.Combine(folder, $"{given}.onnx"), folder);
            AtomicFile.Write(built.Path, build());
            return built;
        }

        return given.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) || File.Exists(given)
            ? new BuiltNetwork(given, folder: null)
            : throw new ArgumentException($"There is no network '{given}'. Give an .onnx file, or one of {string.Join(", ", Network.All.Keys)}.");
    }

    public void Dispose()
    {
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
