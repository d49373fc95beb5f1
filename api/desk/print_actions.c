#include "api/base/intl.h"
#include "api/desk/step.h"
#include "api/rules/bills.h"

/* A bill on a printer of the house: commands/addPrinter, which whoever drives the printer takes. */

static bool
judge_print(struct action *action, struct error *err)
{
    const struct device *device = store_device_of(action->desk->store, action->order.device);

    if (!device)
        return error_set(err, ERROR_NOT_FOUND, "The printer isn't loaded: try again.");
    return action->order.text[0] || error_set(err, ERROR_USAGE, "There is nothing to print.");
}

static bool
print(struct action *action, struct request **request, struct error *err)
{
    const struct bill *bill = store_bill_of(action->desk->store, action->order.bill);
    struct printer_command body = {
        .printer_id = action->order.device,
        .data = action->order.text,
        .copy_count = 1,
    };

    (void)err;
    *request = action_write(action, OP_commands_add_printer, RECORD_printer_command, &body);
    (*request)->intent.subject = action->order.bill;
    write_says(*request, "", "print bill %.40s", bill ? bill_title(bill) : "");
    return true;
}

const struct action_row print_row = {
    .word = N_("printing"),
    .noun = "print",
    .operation = OP_commands_add_printer,
    .subject = of_bill,
    .judge = judge_print,
    .steps = (const struct step[]){{print, false}, {NULL, false}},
};
