/* What a run can't do any more once its accounts are known (io/sandbox.h): it connects to the ports
 * of its services and of the ledger's remote alone, writes below the git folder's `pregon/` alone
 * (below the git folder, where the ledger is local), and where its sites and logs lie. */
#ifndef PREGON_PUBLISH_BOUNDS_H
#define PREGON_PUBLISH_BOUNDS_H

struct run;

/* After the posts were loaded, and before anything is sent. What the kernel can't do is said with
 * -v. */
void bounds_enter(struct run *run);

#endif
