using System.Globalization;

namespace CnnVis.Cli.Commands;

/// <summary>The folder of a run below TensorBoard's log directory: always a new one, since a run shows one graph.</summary>
internal static class RunFolder
{
    /// <summary>The model's name, with a number where a run of that name is there already.</summary>
    public static string NewName(string logDirectory, CnnModel model)
    {
        string name = LayerFileNames.Of([Path.GetFileNameWithoutExtension(model.Name)])[0];
        string free = name;
        for (int number = 2; Path.Exists(Path.Combine(logDirectory, free)); number++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
        }

        return free;
    }

    /// <summary>Writes a run; what is there of it when something fails is taken away again.</summary>
    public static string Write(string logDirectory, string run, Action<TensorBoardWriter> write)
    {
        string made = Directory.Exists(logDirectory) ? Path.Combine(logDirectory, run) : logDirectory;
        using var writer = new TensorBoardWriter(logDirectory, run);
        try
        {
            write(writer);
            return writer.FilePath;
        }
        catch
        {
            writer.Dispose();
            Directory.Delete(made, recursive: true);
            throw;
        }
    }
}
