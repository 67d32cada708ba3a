using System.CommandLine;

namespace CnnVis.Cli.Commands;

/// <summary>The folder for the results: the same for every command that writes some.</summary>
internal static class ResultFolder
{
    public static Option<string> Option() => new("--out") { Description = "The folder for the results; made where it is missing.", HelpName = "DIR", DefaultValueFactory = _ => "." };

    /// <summary>The folder of TensorBoard's runs, under its own name for it too.</summary>
    public static Option<string> OfRuns() => new("--out", "--logdir")
    {
        Description = "The folder of the runs, which TensorBoard is given; made where it is missing.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "runs",
    };

    /// <summary>Refuses what cannot be a folder before any work is done.</summary>
    public static string Checked(string folder) => File.Exists(folder)
        ? throw new ArgumentException($"--out '{folder}' is a file; give a folder.")
        : folder;
}
