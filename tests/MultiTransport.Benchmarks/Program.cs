using MultiTransport.Benchmarks;
using MultiTransport.Benchmarks.Compare;
using MultiTransport.Benchmarks.Servers;
using MultiTransport.Benchmarks.Wire;
using MultiTransport.Load;
using MultiTransport.Load.Servers;

try
{
    var options = Options.Parse(args);
    switch (options.Command)
    {
        case "compare":
            Comparison.Run(options);
            return 0;
        case "wire":
            await WireBenchmark.RunAsync(options.Rounds);
            return 0;
        case "raw":
            await RawServer.RunAsync(options.Url, options.HasParent);
            return 0;
        case "ours":
            await OursServer.RunAsync(options.Url, options.HasParent);
            return 0;
        default:
            throw new FormatException($"there is no subcommand {options.Command}");
    }
}
catch (FormatException exception)
{
    Console.Error.WriteLine(exception.Message);
    Console.Error.WriteLine(Options.Usage);
    return 2;
}
catch (LoadException exception)
{
    Console.Error.WriteLine("aborted: " + exception.Message);
    return 1;
}
