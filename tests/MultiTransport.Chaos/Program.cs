using MultiTransport.Chaos.Host;
using MultiTransport.Chaos.Runs;

return args is [ChaosHost.Command]
    ? await ChaosHost.RunAsync()
    : await ChaosCommand.RunAsync(args, Console.Out, Console.Error);
